#!/usr/bin/env bash
# What a TLS handshake costs the server, beside openssl s_server: bench/handshakes.sh [PAIRS] [HANDSHAKES].
# Full handshakes of TLS 1.3 without resumption at the IMAPS port, with an ECDSA P-256 and with an RSA-2048 certificate, by one client with four
# connections at a time; nobody logs in. The two servers take turns, which goes first changes. CPU is user and system time of the server's process
# (/proc), from before the first connection to behind the end of the last. Prints medians and the median of the pairs' ratios.
# AETHER_PROGRAM names another program than that of this checkout.
# Debian: apt-get install --no-install-recommends openssl python3
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
pairs=${1:-7} handshakes=${2:-4000}
connections=4
program=${AETHER_PROGRAM:-$root/src/Aether.Host/bin/Release/ready/aether}
load=$root/bench/Aether.Benchmarks/bin/Release/net10.0/Aether.Benchmarks.dll
for name in openssl python3; do command -v $name >/dev/null || { echo "handshakes: $name is missing" >&2; exit 1; }; done
[ -n "${AETHER_PROGRAM:-}" ] || "$root/build.sh" Aether.Host -t:Ready >&2
"$root/build.sh" Aether.Benchmarks >&2

folder=$(mktemp -d "${TMPDIR:-/tmp}/aether-handshakes-XXXXXX")
pids=()
finish() {
  kill "${pids[@]}" 2>/dev/null || true
  wait 2>/dev/null || true
  rm -rf "$folder"
}
trap finish EXIT

# shellcheck source=bench/listening.sh
. "$root/bench/listening.sh"

mapfile -t ports < <(python3 -c '
import socket
held = [socket.socket() for _ in range(4)]
for one in held: one.bind(("127.0.0.1", 0)); print(one.getsockname()[1])')

declare -A port pid
start() { # KIND PORT-OF-OURS PORT-OF-THEIRS KEY-OPTION…
  local kind=$1 ours=$2 theirs=$3
  shift 3
  openssl req -x509 "$@" -nodes -keyout "$folder/$kind.key" -out "$folder/$kind.pem" -days 30 -subj /CN=localhost -addext subjectAltName=DNS:localhost 2>/dev/null
  mkdir "$folder/$kind"
  cat >"$folder/$kind/aether.json" <<JSON
{ "hostname": "localhost", "data": "$folder/$kind/data",
  "tls": { "certificates": [ { "certificate": "$folder/$kind.pem", "key": "$folder/$kind.key" } ] },
  "imap": { "listeners": [ { "address": "127.0.0.1", "port": $ours, "tls": "implicit" } ] },
  "smtp": { "listeners": [] }, "pop3": { "listeners": [] }, "sieve": { "listeners": [] }, "http": { "listeners": [] },
  "limits": { "connections": { "perAddress": 1000 }, "rates": { "connections": 1000000, "networkConnections": 1000000 } } }
JSON
  "$program" serve --config "$folder/$kind/aether.json" >"$folder/$kind/log" 2>&1 &
  pids+=($!) pid[ours-$kind]=$! port[ours-$kind]=$ours
  openssl s_server -accept "127.0.0.1:$theirs" -cert "$folder/$kind.pem" -key "$folder/$kind.key" -tls1_3 -quiet -www >"$folder/$kind/s_server.log" 2>&1 &
  pids+=($!) pid[theirs-$kind]=$! port[theirs-$kind]=$theirs
  listens "$ours" "$folder/$kind/log"
  listens "$theirs" "$folder/$kind/s_server.log"
}
start ecdsa "${ports[0]}" "${ports[1]}" -newkey ec -pkeyopt ec_paramgen_curve:P-256
start rsa "${ports[2]}" "${ports[3]}" -newkey rsa:2048

shake() { # NAME HANDSHAKES
  dotnet "$load" handshakes "${port[$1]}" "$2" $connections "${pid[$1]}"
}
for kind in ecdsa rsa; do
  for who in ours theirs; do shake "$who-$kind" 4000 >/dev/null; done # ours is compiled meanwhile
done
for round in $(seq "$pairs"); do
  for kind in ecdsa rsa; do
    if ((round % 2)); then turns=(ours theirs); else turns=(theirs ours); fi
    for who in "${turns[@]}"; do
      shake "$who-$kind" "$handshakes" | sed "s/^{/{\"round\": $round, \"kind\": \"$kind\", \"who\": \"$who\", /" >>"$folder/results"
    done
  done
  echo "pair $round of $pairs" >&2
done

python3 - "$folder/results" <<'PYTHON'
import json, statistics, sys
rows = [json.loads(line) for line in open(sys.argv[1])]
print("| certificate | ours, CPU ms | openssl s_server, CPU ms | ratio, median of the pairs | aim | handshakes/s, ours | s_server |\n|---|---|---|---|---|---|---|")
for kind, title in (("ecdsa", "ECDSA P-256"), ("rsa", "RSA-2048")):
    of = lambda who, figure: [row[figure] for row in rows if (row["kind"], row["who"]) == (kind, who)]
    ours, theirs = of("ours", "server_cpu_ms"), of("theirs", "server_cpu_ms")
    ratios = [a / b for a, b in zip(ours, theirs)]
    span = lambda all: f"{statistics.median(all):.3f} ({min(all):.3f} to {max(all):.3f})"
    rate = lambda who: f"{statistics.median(of(who, 'handshakes_per_s')):,.0f}"
    print(f"| {title} | {span(ours)} | {span(theirs)} | **{statistics.median(ratios):.2f}** ({min(ratios):.2f} to {max(ratios):.2f}) | 1.5 | {rate('ours')} | {rate('theirs')} |")
PYTHON
