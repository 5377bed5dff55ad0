"""Signs and verifies a folder of messages with dkimpy, for the tests to compare with.

verify FOLDER  prints "NAME pass|fail" for each NAME.eml, with the records of zone.json
sign FOLDER    writes NAME.eml for each NAME.msg, signed with rsa.pem or ed25519.key in turns
arc FOLDER     prints "NAME pass|fail|none" for the chain of each NAME.eml
"""
import json
import pathlib
import sys

import dkim


def main(verb, folder):
    folder = pathlib.Path(folder)
    zone = json.loads((folder / "zone.json").read_text())

    def find(name, timeout=5):
        return zone.get(name.decode().rstrip("."), "").encode() or None

    if verb == "sign":
        forms = [(a, b) for a in (b"simple", b"relaxed") for b in (b"simple", b"relaxed")]
        for number, path in enumerate(sorted(folder.glob("*.msg"))):
            message = path.read_bytes()
            kind = "ed25519" if number % 3 == 0 else "rsa"
            key = (folder / ("ed25519.key" if kind == "ed25519" else "rsa.pem")).read_bytes().strip()
            signature = dkim.sign(message, kind.encode(), b"theirs.test", key, canonicalize=forms[number % 4],
                                  signature_algorithm=kind.encode() + b"-sha256", length=number % 7 == 0)
            path.with_suffix(".eml").write_bytes(signature + message)
        return
    for path in sorted(folder.glob("*.eml")):
        try:
            if verb == "arc":
                verdict = dkim.arc_verify(path.read_bytes(), dnsfunc=find)[0]
                verdict = verdict.decode() if isinstance(verdict, bytes) else str(verdict)
            else:
                verdict = "pass" if dkim.verify(path.read_bytes(), dnsfunc=find) else "fail"
        except Exception:  # what it can't read does not pass
            verdict = "fail"
        print(path.stem, verdict.lower())


main(*sys.argv[1:])
