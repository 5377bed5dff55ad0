"""Judges the cases of cases.json with OpenDMARC's library, for the tests to compare with: prints one verdict a line."""
import ctypes
import json
import sys

MAXPATHLEN, MAXNS, SOCKADDR = 4096, 3, 16


class Library(ctypes.Structure):
    _fields_ = [
        ("tld_type", ctypes.c_int),
        ("tld_source_file", ctypes.c_char * MAXPATHLEN),
        ("nscount", ctypes.c_int),
        ("nsaddr_list", ctypes.c_byte * (MAXNS * SOCKADDR)),
    ]


dmarc = ctypes.CDLL("libopendmarc.so.2")
dmarc.opendmarc_policy_connect_init.restype = ctypes.c_void_p
dmarc.opendmarc_policy_connect_shutdown.restype = ctypes.c_void_p
settings = Library(tld_type=1, tld_source_file=sys.argv[2].encode())
assert dmarc.opendmarc_policy_library_init(ctypes.byref(settings)) == 0

OUTCOMES = {"none": 0, "pass": 1, "fail": 2}
VERDICTS = {14: "absent", 15: "pass", 16: "reject", 17: "quarantine", 18: "none"}
for case in json.load(open(sys.argv[1])):
    context = ctypes.c_void_p(dmarc.opendmarc_policy_connect_init(b"192.0.2.1", 4))
    dmarc.opendmarc_policy_store_from_domain(context, case["author"].encode())
    dmarc.opendmarc_policy_store_spf(context, case["spfDomain"].encode(), OUTCOMES[case["spf"]], 1, None)
    for signature in case["dkim"]:
        dmarc.opendmarc_policy_store_dkim(context, signature["domain"].encode(), b"s", OUTCOMES[signature["result"]], None)
    verdict = "absent"
    if case["record"]:
        above = case["place"].encode() if case["place"] != case["author"] else None
        stored = dmarc.opendmarc_policy_store_dmarc(context, case["record"].encode(), case["author"].encode(), above)
        verdict = VERDICTS.get(dmarc.opendmarc_get_policy_to_enforce(context), "?") if stored == 0 else "malformed"
    print(verdict)
    dmarc.opendmarc_policy_connect_shutdown(context)
