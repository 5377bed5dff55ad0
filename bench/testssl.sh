#!/usr/bin/env bash
# testssl.sh looks at a server of this checkout: bench/testssl.sh [PROFILE [NAME…]]   PROFILE is intermediate (default) or modern,
# NAME one of https imap imaps pop3 pop3s smtp submissions; left out: all of them.
# An authority is made whose certificates name a CRL; the server runs on free ports of the loopback address, in a folder of
# its own that goes with it. Prints every finding above INFO and ends with 1 when one is above LOW.
# AETHER_PROGRAM names another program than ./aether.
# Debian: apt-get install --no-install-recommends testssl.sh openssl python3
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

profile=${1:-intermediate}
shift || true
names=${*:-https imap imaps pop3 pop3s smtp submissions}
for program in testssl openssl python3; do command -v $program >/dev/null || { echo "testssl: $program is missing" >&2; exit 1; }; done
aether=${AETHER_PROGRAM:-./aether}
folder=$(mktemp -d /tmp/aether-testssl-XXXXXX)
server=
finish() {
  if [ -n "$server" ]; then kill "$server" 2>/dev/null || true; wait "$server" 2>/dev/null || true; fi
  rm -rf "$folder"
}
trap finish EXIT

cat >"$folder/ca.cnf" <<'TEXT'
[ leaf ]
basicConstraints = CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = serverAuth
subjectAltName = DNS:localhost, DNS:mail.example.test
crlDistributionPoints = URI:http://ca.example.test/ca.crl
authorityInfoAccess = caIssuers;URI:http://ca.example.test/ca.crt
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
TEXT
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-384 -nodes -keyout "$folder/ca.key" -out "$folder/ca.pem" -days 365 -subj "/CN=Test authority" 2>/dev/null
openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout "$folder/leaf.key" -out "$folder/leaf.csr" -subj "/CN=localhost" 2>/dev/null
openssl x509 -req -in "$folder/leaf.csr" -CA "$folder/ca.pem" -CAkey "$folder/ca.key" -CAcreateserial -days 80 -sha256 -extfile "$folder/ca.cnf" -extensions leaf -out "$folder/leaf.pem" 2>/dev/null

mapfile -t ports < <(python3 -c '
import socket
held = [socket.socket() for _ in range(7)]
for one in held: one.bind(("127.0.0.1", 0)); print(one.getsockname()[1])')
cat >"$folder/aether.json" <<TEXT
{ "hostname": "localhost", "data": "$folder/data",
  "tls": { "profile": "$profile", "certificates": [ { "certificate": "$folder/leaf.pem", "key": "$folder/leaf.key" } ] },
  "smtp": { "listeners": [ { "address": "127.0.0.1", "port": ${ports[0]}, "tls": "starttls" },
                           { "address": "127.0.0.1", "port": ${ports[6]}, "tls": "implicit", "kind": "submission" } ] },
  "imap": { "listeners": [ { "address": "127.0.0.1", "port": ${ports[1]}, "tls": "starttls" }, { "address": "127.0.0.1", "port": ${ports[4]}, "tls": "implicit" } ] },
  "pop3": { "listeners": [ { "address": "127.0.0.1", "port": ${ports[2]}, "tls": "starttls" }, { "address": "127.0.0.1", "port": ${ports[5]}, "tls": "implicit" } ] },
  "sieve": { "listeners": [] },
  "http": { "listeners": [ { "address": "127.0.0.1", "port": ${ports[3]}, "tls": "implicit" } ] } }
TEXT
"$aether" serve --config "$folder/aether.json" >"$folder/log" 2>&1 &
server=$!
for _ in $(seq 600); do
  if grep -q '"Started \|Started localhost' "$folder/log"; then break; fi
  kill -0 "$server" 2>/dev/null || { cat "$folder/log" >&2; exit 1; }
  sleep 0.2
done

worst=0
look() { # NAME PORT [STARTTLS-PROTOCOL]
  # Everything but the simulation of clients, which judges those.
  local name=$1 port=$2 options=(-p -s -f -P -S -h -U --quiet --color 0 --warnings off --nodns min --add-ca "$folder/ca.pem" --jsonfile "$folder/$1.json")
  if [ -n "${3:-}" ]; then options+=(--starttls "$3"); fi
  testssl "${options[@]}" "localhost:$port" </dev/null >"$folder/$name.txt" 2>&1 || true
  [ -s "$folder/$name.json" ] || { echo "testssl: nothing came of $name:" >&2; tail -n 20 "$folder/$name.txt" >&2; exit 1; }
  python3 - "$name" "$folder/$name.json" <<'PYTHON' || worst=1
import json, sys
name, file = sys.argv[1:]
findings = json.load(open(file))
bad = 0
for one in findings:
    if one["severity"] not in ("OK", "INFO", "DEBUG"):
        print(f'{name}: {one["severity"]} {one["id"]}: {one["finding"]}')
        bad += one["severity"] not in ("LOW", "WARN")
print(f"{name}: {len(findings)} findings, {bad} above LOW")
sys.exit(bad > 0)
PYTHON
}

for name in $names; do
  case $name in
    https) look https "${ports[3]}" ;;
    imap) look imap "${ports[1]}" imap ;;
    imaps) look imaps "${ports[4]}" ;;
    pop3) look pop3 "${ports[2]}" pop3 ;;
    pop3s) look pop3s "${ports[5]}" ;;
    smtp) look smtp "${ports[0]}" smtp ;;
    submissions) look submissions "${ports[6]}" ;;
    *) echo "testssl: there is no $name" >&2; exit 1 ;;
  esac
done
exit $worst
