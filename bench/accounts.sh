#!/usr/bin/env bash
# What a server with many accounts costs beside one with few: bench/accounts.sh [MANY] [FEW] [ROUNDS].
# Two data folders are filled through the store (a million accounts: some minutes, 3 GB in $TMPDIR). Each round starts a server on either, in turns:
# the time until it takes connections, memory and CPU after twenty idle seconds, then looked-up recipients (RCPT by the hundred) and logins of accounts
# that never logged in before. Prints medians; aims: all of it flat.
# Debian: apt-get install --no-install-recommends python3
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
many=${1:-1000000} few=${2:-1000} rounds=${3:-5} idle=20
program=${AETHER_PROGRAM:-$root/src/Aether.Host/bin/Release/ready/aether}
load=$root/bench/Aether.Benchmarks/bin/Release/net10.0/Aether.Benchmarks.dll
command -v python3 >/dev/null || { echo "accounts: python3 is missing" >&2; exit 1; }
[ -n "${AETHER_PROGRAM:-}" ] || "$root/build.sh" Aether.Host -t:Ready >&2
"$root/build.sh" Aether.Benchmarks >&2

folder=$(mktemp -d "${TMPDIR:-/tmp}/aether-accounts-XXXXXX")
server=
finish() {
  if [ -n "$server" ]; then kill "$server" 2>/dev/null || true; wait "$server" 2>/dev/null || true; fi
  rm -rf "$folder"
}
trap finish EXIT

mapfile -t ports < <(python3 -c '
import socket
held = [socket.socket() for _ in range(2)]
for one in held: one.bind(("127.0.0.1", 0)); print(one.getsockname()[1])')

for count in "$few" "$many"; do
  mkdir -p "$folder/$count"
  cat >"$folder/$count/aether.json" <<JSON
{ "hostname": "localhost", "data": "$folder/$count/data",
  "smtp": { "listeners": [ { "address": "127.0.0.1", "port": ${ports[0]}, "tls": "none", "kind": "mx" } ] },
  "imap": { "listeners": [ { "address": "127.0.0.1", "port": ${ports[1]}, "tls": "none" } ] },
  "pop3": { "listeners": [] }, "sieve": { "listeners": [] }, "http": { "listeners": [] },
  "limits": { "exemptNetworks": [ "127.0.0.0/8" ] } }
JSON
  dotnet "$load" accounts "$folder/$count/data" "$count"
done

now() { date +%s%N; }
cpu_ms() { awk '{ sub(/.*\) /, ""); print ($12 + $13) * 10 }' "/proc/$1/stat"; }

measure() { # COUNT
  local began started before after resident
  began=$(now)
  "$program" serve --config "$folder/$1/aether.json" >"$folder/log" 2>&1 &
  server=$!
  until (: <"/dev/tcp/127.0.0.1/${ports[1]}") 2>/dev/null; do
    kill -0 "$server" 2>/dev/null || { cat "$folder/log" >&2; exit 1; }
    sleep 0.01
  done
  started=$((($(now) - began) / 1000000))
  sleep 5
  before=$(cpu_ms "$server")
  sleep $idle
  after=$(cpu_ms "$server")
  resident=$(awk '/^VmRSS/ { print int($2 / 1024) }' "/proc/$server/status")
  dotnet "$load" ask "${ports[0]}" "${ports[1]}" "$1" "$server" |
    sed "s/^{/{\"accounts\": $1, \"start_ms\": $started, \"resident_mib\": $resident, \"idle_cpu_ms_per_s\": $(((after - before) / idle)), /" >>"$folder/results"
  kill "$server"
  wait "$server" || true
  server=
}
turns=("$few" "$many")
for round in $(seq "$rounds"); do
  for count in "${turns[@]}"; do measure "$count"; done
  turns=("${turns[1]}" "${turns[0]}")
  echo "round $round of $rounds" >&2
done

python3 - "$folder/results" "$few" "$many" <<'PYTHON'
import json, statistics, sys
rows = [json.loads(line) for line in open(sys.argv[1])]
few, many = map(int, sys.argv[2:])
print(f"| accounts | {few:,} | {many:,} | ratio |\n|---|---|---|---|")
titles = dict(start_ms="from exec to the first connection, ms", resident_mib="resident when idle, MiB", idle_cpu_ms_per_s="CPU when idle, ms/s",
              lookup_us="a recipient, µs", lookup_cpu_us="its CPU, µs", login_ms="a first login, ms", login_cpu_ms="its CPU, ms")
for figure, title in titles.items():
    of = lambda count: [row[figure] for row in rows if row["accounts"] == count]
    span = lambda all: f"{statistics.median(all):,.1f} ({min(all):,.1f} to {max(all):,.1f})"
    small, large = statistics.median(of(few)), statistics.median(of(many))
    print(f"| {title} | {span(of(few))} | {span(of(many))} | {large / small if small else 0:.2f} |")
PYTHON
