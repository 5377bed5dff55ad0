#!/usr/bin/env bash
# The primary of a PostgreSQL under Patroni is killed while mail comes in: bench/failover.sh [TIMES] [SEED].
# Starts etcd and two Patroni nodes with synchronous replication on loopback, in a folder of their own; nothing is installed or
# left behind. Prints what the ledger found: lost, doubled, and the time until mail was taken again.
# Debian: apt-get install --no-install-recommends patroni etcd-server postgresql python3-psycopg2
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

if [ "${1:-}" = --kill-primary ]; then # FOLDER: what the ledger calls for each event
  folder=$2
  leader_of() { for n in 1 2; do if curl -sf "http://127.0.0.1:$((18008 + n))/primary" >/dev/null; then echo $n; fi; done; }
  synced() { curl -s "http://127.0.0.1:$((18008 + 3 - $1))/synchronous" -o /dev/null -w '%{http_code}' | grep -q 200; }
  leader=$(leader_of)
  for _ in $(seq 150); do if [ -n "$leader" ] && synced "$leader"; then break; fi; sleep 0.2; leader=$(leader_of); done
  synced "$leader" # only a standby that has everything may take over
  kill -9 "$(cat "$folder/patroni$leader.pid")" "$(head -n 1 "$folder/data$leader/postmaster.pid")"
  for _ in $(seq 300); do
    next=$(leader_of)
    if [ -n "$next" ] && [ "$next" != "$leader" ]; then break; fi
    sleep 0.2
  done
  "$folder/start-node" "$leader"
  exit 0
fi

times=${1:-5} seed=${2:-1}
programs=$(find /usr/lib/postgresql -maxdepth 2 -name bin | sort -V | tail -n 1)
for program in etcd patroni curl setpriv; do command -v $program >/dev/null || { echo "failover: $program is missing" >&2; exit 1; }; done
folder=$(mktemp -d /tmp/aether-failover-XXXXXX)
as_postgres=()
if [ "$(id -u)" = 0 ]; then
  chown postgres "$folder"
  as_postgres=(setpriv --reuid=postgres --regid=postgres --init-groups)
fi
pids=()
finish() {
  local n
  for n in 1 2; do
    kill -9 "$(cat "$folder/patroni$n.pid" 2>/dev/null)" "$(head -n 1 "$folder/data$n/postmaster.pid" 2>/dev/null)" 2>/dev/null || true
  done
  kill "${pids[@]}" 2>/dev/null || true
  wait 2>/dev/null || true
  rm -rf "$folder"
}
trap finish EXIT

etcd --data-dir "$folder/etcd" --listen-client-urls http://127.0.0.1:12379 --advertise-client-urls http://127.0.0.1:12379 \
  --listen-peer-urls http://127.0.0.1:12380 --initial-advertise-peer-urls http://127.0.0.1:12380 --initial-cluster default=http://127.0.0.1:12380 \
  >"$folder/etcd.log" 2>&1 &
pids+=($!)

for n in 1 2; do
  cat >"$folder/node$n.yml" <<TEXT
scope: mail
name: node$n
restapi: { listen: "127.0.0.1:$((18008 + n))", connect_address: "127.0.0.1:$((18008 + n))" }
etcd3: { host: "127.0.0.1:12379" }
bootstrap:
  dcs:
    ttl: 20
    loop_wait: 2
    retry_timeout: 3
    maximum_lag_on_failover: 1048576
    synchronous_mode: true
    postgresql: { use_pg_rewind: true, parameters: { max_connections: 100, synchronous_commit: "on", wal_log_hints: "on" } }
  initdb: [ { encoding: UTF8 }, { locale: C.UTF-8 } ]
postgresql:
  listen: "127.0.0.1:$((25440 + n))"
  connect_address: "127.0.0.1:$((25440 + n))"
  data_dir: $folder/data$n
  bin_dir: $programs
  pgpass: $folder/pgpass$n
  pg_hba: [ "host all all 127.0.0.1/32 trust", "host replication all 127.0.0.1/32 trust", "local all all trust" ]
  authentication: { superuser: { username: postgres, password: x }, replication: { username: replicator, password: x }, rewind: { username: postgres, password: x } }
  parameters: { unix_socket_directories: "$folder" }
TEXT
done
cat >"$folder/start-node" <<TEXT
#!/usr/bin/env bash
${as_postgres[*]} patroni $folder/node\$1.yml >>$folder/patroni\$1.log 2>&1 </dev/null &
echo \$! >$folder/patroni\$1.pid
TEXT
chmod 755 "$folder/start-node"
if [ "$(id -u)" = 0 ]; then chown postgres "$folder"/*.yml; fi

wait_for() { # CODE-200 URL
  local i
  for ((i = 0; i < 300; i++)); do if curl -sf "$1" >/dev/null; then return 0; fi; sleep 0.3; done
  echo "failover: $1 does not answer" >&2
  tail -n 5 "$folder"/*.log >&2
  exit 1
}
"$folder/start-node" 1
wait_for http://127.0.0.1:18009/primary
"$folder/start-node" 2
wait_for http://127.0.0.1:18010/synchronous
"$programs/createdb" -h 127.0.0.1 -p 25441 -U postgres -T template0 -E UTF8 mail

dotnet run -c Release --project tests/Aether.Ledger -- failover "$times" "$seed" \
  "postgres://postgres@127.0.0.1:25441,127.0.0.1:25442/mail" "$PWD/bench/failover.sh --kill-primary $folder"
