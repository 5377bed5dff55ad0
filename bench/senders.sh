#!/usr/bin/env bash
# What checks of senders cost, beside Debian's: bench/senders.sh [ROUNDS] [SECONDS].
# The same signed mail (4 KB; RSA-2048 and Ed25519, SPF, DMARC) goes in turns to this server with all checks, to it without any (its peer is
# exempt), to Postfix with the opendkim and opendmarc milters, and to that Postfix without them; 20 connections. All ask one Knot. Postfix
# throws away what it took; this server stores it, and counts for the reports that the domain asks for.
# Everything runs in a network of its own, so that mail can come from 192.0.2.10: from loopback the milters would skip their checks, and libspf2
# always passes. That both check is probed first, with mail that has to be refused. Then each is warmed up for $WARM seconds (default: 30).
# Where there is a load generator in $BENCH (default: ../shared/bench), its scenario smtp-in-4k follows, with the checks and without.
# Debian, as root: apt-get install --no-install-recommends postfix opendkim opendmarc knot publicsuffix iproute2 curl python3
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
export PATH="$PATH:/usr/sbin"
rounds=${1:-5} seconds=${2:-5}
connections=20 source=192.0.2.10 warm=${WARM:-30}
program=$root/src/Aether.Host/bin/Release/ready/aether
load=$root/bench/Aether.Benchmarks/bin/Release/net10.0/Aether.Benchmarks.dll
BENCH=${BENCH:-$root/../shared/bench}

if [ "${AETHER_SENDERS_INSIDE:-}" != yes ]; then
  [ "$(id -u)" = 0 ] || { echo "senders: only root can make a network" >&2; exit 1; }
  for name in postfix opendkim opendmarc knotd ip unshare curl python3; do command -v $name >/dev/null || { echo "senders: $name is missing" >&2; exit 1; }; done
  "$root/build.sh" Aether.Host -t:Ready >&2
  dotnet build -c Release -v q --nologo "$root/bench/Aether.Benchmarks" >&2
  AETHER_SENDERS_INSIDE=yes exec unshare --net --mount "${BASH_SOURCE[0]}" "$rounds" "$seconds"
fi

folder=$(mktemp -d "${TMPDIR:-/tmp}/aether-senders-XXXXXX")
chmod 755 "$folder"
pids=()
finish() {
  postfix -c "$folder/postfix/etc" stop >/dev/null 2>&1 || true
  kill "${pids[@]}" 2>/dev/null || true
  wait 2>/dev/null || true
  rm -rf "$folder"
}
trap finish EXIT

# shellcheck source=bench/listening.sh
. "$root/bench/listening.sh"

# The network: a sender, a name server, and a resolver's configuration that names it.
ip link set lo up
ip address add $source/32 dev lo
ip address add 192.0.2.53/32 dev lo
echo 'nameserver 192.0.2.53' >"$folder/resolv.conf"
mount --bind "$folder/resolv.conf" /etc/resolv.conf

# Zones: senders whose mail passes and those of the probes, all below .example, as the resolver in OpenDKIM knows by itself that there is no .test
# (RFC 6761); and those that the load generator names.
mkdir "$folder/knot"
soa=$'$TTL 3600\n@ SOA ns.example. hostmaster.example. 1 3600 3600 3600 3600\n@ NS ns.example.\n'
{
  printf '%s' "\$ORIGIN example."$'\n'"$soa"
  echo "ns A 192.0.2.53"
  for name in signed spf; do echo "$name TXT \"v=spf1 ip4:$source -all\""; done
  echo 'dkim TXT "v=spf1 -all"'
  for name in signed spf dkim; do printf '%s MX 10 mx.signed\n_dmarc.%s TXT "v=DMARC1; p=reject; rua=mailto:reports@%s.example"\n' $name $name $name; done
  echo "mx.signed A $source"
  dotnet "$load" keys "$folder/keys" signed.example dkim.example
} >"$folder/knot/example.zone"
{
  printf '%s' "\$ORIGIN test."$'\n'"$soa"
  echo 'remote TXT "v=spf1 ip4:127.0.0.0/8 -all"'
  echo 'client.remote A 127.0.0.1'
  for n in $(seq 0 199); do printf 'sender%s TXT "v=spf1 -all"\n_dmarc.sender%s TXT "v=DMARC1; p=none; rua=mailto:reports@sender%s.test"\n' "$n" "$n" "$n"; done
} >"$folder/knot/test.zone"
printf '%s10 PTR mx.signed.example.\n' "\$ORIGIN 2.0.192.in-addr.arpa."$'\n'"$soa" >"$folder/knot/2.0.192.in-addr.arpa.zone"
printf '%s1.0.0 PTR client.remote.test.\n' "\$ORIGIN 127.in-addr.arpa."$'\n'"$soa" >"$folder/knot/127.in-addr.arpa.zone"
cat >"$folder/knot/knot.conf" <<TEXT
server:
    rundir: "$folder/knot"
    listen: 192.0.2.53@53
database:
    storage: "$folder/knot"
template:
  - id: default
    storage: "$folder/knot"
    file: "%s.zone"
zone:
  - domain: example
  - domain: test
  - domain: 2.0.192.in-addr.arpa
  - domain: 127.in-addr.arpa
TEXT
knotd -c "$folder/knot/knot.conf" >"$folder/knot/log" 2>&1 &
pids+=($!)
listens 53 "$folder/knot/log" 192.0.2.53

# Postfix takes mail on 21025 through both milters, on 21026 without. None of the three lists of hosts that are spared has anybody in it.
mkdir -p "$folder/postfix/etc" "$folder/postfix/spool" "$folder/postfix/data"
chown postfix:postfix "$folder/postfix/data"
echo 198.51.100.1 >"$folder/nobody"
cat >"$folder/postfix/etc/main.cf" <<TEXT
compatibility_level = 3.6
queue_directory = $folder/postfix/spool
data_directory = $folder/postfix/data
maillog_file = $folder/postfix/log
maillog_file_prefixes = $folder
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = mx.example.test
mydestination =
mynetworks = 198.51.100.1
alias_maps =
virtual_mailbox_domains = example.test
virtual_mailbox_maps = static:x
virtual_transport = discard
smtpd_client_connection_count_limit = 0
default_process_limit = 100
milter_default_action = tempfail
smtpd_milters = inet:127.0.0.1:21891, inet:127.0.0.1:21893
TEXT
cat >"$folder/postfix/etc/master.cf" <<TEXT
127.0.0.1:21025 inet n - n - - smtpd
127.0.0.1:21026 inet n - n - - smtpd
  -o smtpd_milters=
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
anvil unix - - n - 1 anvil
proxymap unix - - n - - proxymap
tlsmgr unix - - n 1000? 1 tlsmgr
postlog unix-dgram n - n - 1 postlogd
TEXT
cat >"$folder/opendkim.conf" <<TEXT
AlwaysAddARHeader yes
AuthservID mx.example.test
Background no
InternalHosts $folder/nobody
Mode v
Nameservers 192.0.2.53
Socket inet:21891@127.0.0.1
Syslog no
TEXT
cat >"$folder/opendmarc.conf" <<TEXT
AuthservID mx.example.test
TrustedAuthservIDs mx.example.test
Background false
IgnoreHosts $folder/nobody
PublicSuffixList /usr/share/publicsuffix/public_suffix_list.dat
RejectFailures true
SPFIgnoreResults true
SPFSelfValidate true
Socket inet:21893@127.0.0.1
Syslog false
TEXT
opendkim -f -x "$folder/opendkim.conf" >"$folder/opendkim.log" 2>&1 &
opendkim=$!
opendmarc -f -c "$folder/opendmarc.conf" >"$folder/opendmarc.log" 2>&1 &
opendmarc=$!
pids+=("$opendkim" "$opendmarc")
listens 21891 "$folder/opendkim.log"
listens 21893 "$folder/opendmarc.log"
postfix -c "$folder/postfix/etc" start 2>/dev/null
listens 21025 "$folder/postfix/log"
master=$(tr -d ' ' <"$folder/postfix/spool/pid/master.pid")

# This server twice, with the same accounts: one checks everybody, one nobody.
configure() { # NAME BASE EXEMPT
  mkdir -p "$folder/$1"
  cat >"$folder/$1/aether.json" <<JSON
{
  "hostname": "mx.example.test", "data": "$folder/$1/data",
  "smtp": { "listeners": [ { "address": "127.0.0.1", "port": $(($2 + 25)), "kind": "mx", "tls": "starttls" } ] },
  "imap": { "listeners": [ { "address": "127.0.0.1", "port": $(($2 + 143)), "tls": "starttls" } ] },
  "pop3": { "listeners": [] }, "sieve": { "listeners": [] },
  "http": { "listeners": [ { "address": "127.0.0.1", "port": $(($2 + 80)), "tls": "none" } ] },
  "dns": { "resolvers": [ { "address": "192.0.2.53:53" } ] },
  "limits": { "exemptNetworks": $3, "connections": { "perAddress": 1000 },
              "rates": { "connections": 1000000, "networkConnections": 1000000, "messages": 100000000, "senderDomain": 100000000, "recipient": 100000000 } },
  "logging": { "level": "warning" }
}
JSON
}

serve() { # NAME BASE: leaves its process in $served
  "$program" serve --config "$folder/$1/aether.json" >"$folder/$1/log" 2>&1 &
  served=$!
  pids+=("$served")
  until curl -sf -o /dev/null "http://127.0.0.1:$(($2 + 80))/readyz"; do
    kill -0 "$served" 2>/dev/null || { cat "$folder/$1/log" >&2; exit 1; }
    sleep 0.1
  done
  cat >"$folder/$1.json" <<JSON
{ "name": "$1", "host": "127.0.0.1", "ports": { "smtp": $(($2 + 25)), "imap": $(($2 + 143)) }, "user": "u{n}@example.test", "users": 40, "password": "bench", "pids": [$served] }
JSON
}

configure checking 29000 '[]'
configure exempt 28000 '["127.0.0.0/8", "192.0.2.0/24"]'
serve checking 29000
"$program" domain add example.test --config "$folder/checking/aether.json" >/dev/null
for n in $(seq 40); do printf 'bench\n' | "$program" account add "u$n@example.test" --password-stdin --config "$folder/checking/aether.json" >/dev/null 2>&1; done
kill "$served"
wait "$served" || true
cp -r "$folder/checking/data" "$folder/exempt/data"
serve checking 29000
checking=$served
serve exempt 28000
exempt=$served

dotnet "$load" probe "$folder/keys" 29025 $source || { echo "senders: this server does not check" >&2; exit 1; }
dotnet "$load" probe "$folder/keys" 21025 $source || { echo "senders: the milters do not check" >&2; tail -n 20 "$folder/postfix/log" "$folder/opendkim.log" "$folder/opendmarc.log" >&2; exit 1; }

measure() { # NAME PORT PID...
  local name=$1 port=$2
  shift 2
  dotnet "$load" load "$folder/keys" "$port" $source "$seconds" $connections "$@" | sed "s/^{/{\"name\": \"$name\", /" >>"$folder/results"
}
run() { # TURN
  case $1 in
    checking) measure checking 29025 "$checking" ;;
    exempt) measure exempt 28025 "$exempt" ;;
    milters) measure milters 21025 "$master" "$opendkim" "$opendmarc" ;;
    bare) measure bare 21026 "$master" ;;
  esac
}

# Servers run for weeks: none is measured cold.
turns=(checking exempt milters bare)
echo "warming up, $warm s each" >&2
for turn in "${turns[@]}"; do seconds=$warm run "$turn"; done
rm "$folder/results"

for round in $(seq "$rounds"); do
  for turn in "${turns[@]}"; do run "$turn"; done
  for pid in "$checking" "$exempt" "$master" "$opendkim" "$opendmarc"; do
    kill -0 "$pid" 2>/dev/null || { echo "senders: a server has ended" >&2; tail -n 20 "$folder"/{checking,exempt,postfix}/log "$folder"/opend*.log >&2; exit 1; }
  done
  echo "round $round of $rounds" >&2
  # The next round goes backwards: what drifts falls on all alike.
  turns=("${turns[3]}" "${turns[2]}" "${turns[1]}" "${turns[0]}")
done

python3 - "$folder/results" <<'PYTHON'
import json, statistics, sys
rows = [json.loads(line) for line in open(sys.argv[1])]
titles = dict(checking="ours, all checks", exempt="ours, none", milters="Postfix, opendkim, opendmarc", bare="Postfix, none")
figures = ["messages_per_s", "p50_ms", "p99_ms", "server_cpu_ms", "deferred"]
median = {name: {f: statistics.median(r[f] for r in rows if r["name"] == name) for f in figures} for name in titles}
print("| signed mail, 4 KB | " + " | ".join(titles.values()) + " |\n|---" + "|---" * len(titles) + "|")
for f in figures:
    span = lambda name: [r[f] for r in rows if r["name"] == name]
    print(f"| {f} | " + " | ".join(f"{median[n][f]:,.2f} ({min(span(n)):,.2f} to {max(span(n)):,.2f})" for n in titles) + " |")
rate = lambda name: median[name]["messages_per_s"]
print(f"ours with all checks: {rate('checking') / rate('milters'):.1f} times Postfix with its milters (aim 5), {rate('checking') / rate('exempt'):.0%} of its rate without (aim 60 %)")
PYTHON

if [ -f "$BENCH/bench.py" ]; then
  echo
  echo "smtp-in-4k of the load generator: no signatures, SPF passes, other names in From:"
  python3 "$BENCH/bench.py" -s smtp-in-4k -r "$rounds" "$folder/checking.json" "$folder/exempt.json"
fi
