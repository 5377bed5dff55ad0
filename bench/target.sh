#!/usr/bin/env bash
# Starts this checkout's server for a side-by-side measurement and prints the path of its target file.
#   bench/target.sh up [DIR]     start in DIR (default: aether-bench in the temporary directory), print DIR/target.json
#   bench/target.sh down [DIR]   stop what up started
# Users u1..u50@example.test, password bench; mail for other domains goes to 127.0.0.1:29099. Default durability; what users send is neither
# counted out nor signed, and may say it is from anybody, as with the peer. DATABASE=postgres://… puts the mail there, into an empty database.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
command=${1:-up}
dir=${2:-${TMPDIR:-/tmp}/aether-bench}
program=$root/src/Aether.Host/bin/Release/ready/aether

down() {
  if [ -f "$dir/pid" ] && kill -TERM "$(cat "$dir/pid")" 2>/dev/null; then
    while kill -0 "$(cat "$dir/pid")" 2>/dev/null; do sleep 0.1; done
  fi
  rm -f "$dir/pid"
}

up() {
  "$root/build.sh" Aether.Host -t:Ready >&2
  down
  rm -rf "$dir" && mkdir -p "$dir"
  cat > "$dir/aether.json" <<JSON
{
  "hostname": "mail.example.test", "data": "$dir/data", "database": { "url": "${DATABASE:-sqlite:aether.db}" },
  "smtp": { "listeners": [ { "address": "127.0.0.1", "port": 29025, "kind": "mx", "tls": "starttls" },
                           { "address": "127.0.0.1", "port": 29587, "kind": "submission", "tls": "starttls" },
                           { "address": "127.0.0.1", "port": 29024, "kind": "lmtp", "tls": "none" } ] },
  "imap": { "listeners": [ { "address": "127.0.0.1", "port": 29143, "tls": "starttls" }, { "address": "127.0.0.1", "port": 29993, "tls": "implicit" } ] },
  "pop3": { "listeners": [ { "address": "127.0.0.1", "port": 29110, "tls": "starttls" }, { "address": "127.0.0.1", "port": 29995, "tls": "implicit" } ] },
  "sieve": { "listeners": [] },
  "http": { "listeners": [ { "address": "127.0.0.1", "port": 29080, "tls": "none" } ] },
  "routes": [ { "recipientDomain": "*", "via": [ { "host": "127.0.0.1", "port": 29099, "tls": "none" } ] } ],
  "limits": { "rates": { "userMessagesPerHour": 100000000, "userMessagesPerDay": 100000000, "userRecipientsPerHour": 100000000,
                         "userRecipientsPerDay": 100000000, "domainRecipientsPerDay": 100000000 } },
  "security": { "dkimSigning": false },
  "logging": { "level": "warning" }
}
JSON
  nohup "$program" serve --config "$dir/aether.json" > "$dir/log" 2>&1 &
  echo $! > "$dir/pid"
  until curl -sf -o /dev/null http://127.0.0.1:29080/readyz; do
    kill -0 "$(cat "$dir/pid")" 2>/dev/null || { cat "$dir/log" >&2; exit 1; }
    sleep 0.1
  done
  "$program" domain add example.test --config "$dir/aether.json" >&2
  for n in $(seq 50); do
    printf 'bench\n' | "$program" account add "u$n@example.test" --password-stdin --config "$dir/aether.json" > /dev/null
    "$program" grant add "u$n@example.test" '*' --config "$dir/aether.json" > /dev/null
  done
  cat > "$dir/target.json" <<JSON
{ "name": "ours", "host": "127.0.0.1",
  "ports": { "smtp": 29025, "submission": 29587, "imap": 29143, "imaps": 29993, "pop3": 29110, "pop3s": 29995, "lmtp": 29024, "sink": 29099 },
  "user": "u{n}@example.test", "users": 50, "password": "bench", "pids": [$(cat "$dir/pid")] }
JSON
  echo "$dir/target.json"
}

case $command in
  up) up ;;
  down) down ;;
  *) sed -n '2,6p' "$0" >&2; exit 2 ;;
esac
