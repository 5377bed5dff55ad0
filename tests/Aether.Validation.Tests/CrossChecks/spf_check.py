"""Checks the cases of cases.json with pyspf, for the tests to compare with: prints one result a line."""
import json
import sys

import spf

zone = {}


def find(name, qtype, tcpfallback=True, timeout=30):
    name = name.rstrip(".").lower()
    for kind, value in zone.get(name, []):
        if kind == qtype:
            yield (name, kind), (value[0], value[1]) if kind == "MX" else (tuple(value.encode() for value in [value]) if kind == "TXT" else value)



spf.DNSLookup = lambda name, qtype, tcpfallback=True, timeout=30: list(find(name, qtype, tcpfallback, timeout))
for case in json.load(open(sys.argv[1])):
    zone = case["zone"]
    result, _, _ = spf.query(i=case["client"], s=case["sender"], h=case["helo"], strict=True).check()
    print(result)
