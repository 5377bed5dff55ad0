#!/usr/bin/env bash
# Three nodes on one machine, from this checkout: ./run.sh --cluster. They share a PostgreSQL, a Redis and an S3 store (Swift)
# of their own; haproxy hands connections to the nodes that are well. Every port is on 127.0.0.1, everything is below ./cluster:
# remove that folder to begin anew. Ctrl-C stops it all. A node that ends is started again after ten seconds.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=deploy/dotnet.sh
. deploy/dotnet.sh

home="$PWD/cluster"
nodes="1 2 3"
declare -A started=() # pid by name
export PATH="$PATH:/usr/sbin"

new_secret() { head -c 256 /dev/urandom | LC_ALL=C tr -dc 'a-km-zA-HJ-NP-Z2-9' | head -c 20; }

# What the nodes and what clients use.
database_port=25432 events_port=26379 bucket_port=27080
port_of() { echo $((10000 * $1 + $2)); } # NODE PORT: what haproxy knows as 2525 is 12525 at node 1

require_programs() {
  local missing=() pair
  for pair in haproxy:haproxy redis-server:redis-server swift-proxy-server:swift-proxy swift-account-server:swift-account \
    swift-container-server:swift-container swift-object-server:swift-object openssl:openssl setpriv:util-linux; do
    command -v "${pair%%:*}" >/dev/null || missing+=("${pair#*:}")
  done
  postgres=$(find /usr/lib/postgresql -maxdepth 2 -name bin 2>/dev/null | sort -V | tail -n 1)
  [ -n "$postgres" ] || missing+=(postgresql)
  if [ ${#missing[@]} -gt 0 ]; then
    echo "cluster: these are missing (Debian): apt-get install --no-install-recommends ${missing[*]}" >&2
    exit 1
  fi
}

# PostgreSQL refuses root: root runs it as the user of its package, who must be able to come here.
as_postgres=()
if [ "$(id -u)" = 0 ]; then as_postgres=(setpriv --reuid=postgres --regid=postgres --init-groups); fi

start() { # NAME COMMAND…
  local name=$1
  shift
  "$@" >>"$home/log/$name.log" 2>&1 9>&- &
  started[$name]=$!
}

wait_for() { # NAME COMMAND…: until it succeeds
  local name=$1 i
  shift
  for ((i = 0; i < 300; i++)); do
    if "$@" >/dev/null 2>&1; then return 0; fi
    kill -0 "${started[$name]}" 2>/dev/null || break
    sleep 0.2
  done
  echo "cluster: $name does not answer; the end of its log:" >&2
  tail -n 15 "$home/log/$name.log" >&2
  exit 1
}

answers() { (: <"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

stop_all() {
  trap - EXIT
  local node name
  for node in $nodes; do kill -TERM "${started[node$node]:-}" 2>/dev/null || true; done
  for node in $nodes; do wait "${started[node$node]:-}" 2>/dev/null || true; done
  for name in haproxy proxy object container account events; do kill -TERM "${started[$name]:-}" 2>/dev/null || true; done
  kill -INT "${started[database]:-}" 2>/dev/null || true
  wait 2>/dev/null || true
}

make_home() {
  mkdir -p "$home"/{log,postgres,swift/node/d1,tls} && chmod 711 "$home"
  new_secret >"$home/secret"
  chmod 600 "$home/secret"
  openssl req -x509 -newkey rsa:2048 -nodes -days 800 -subj /CN=localhost -addext subjectAltName=DNS:localhost,IP:127.0.0.1 \
    -keyout "$home/tls/key.pem" -out "$home/tls/certificate.pem" 2>/dev/null
  cp -p "$home/secret" "$home/postgres/secret"
  if [ "$(id -u)" = 0 ]; then chown postgres "$home/postgres" "$home/postgres/secret"; fi
  "${as_postgres[@]}" test -w "$home/postgres" || { echo "cluster: the user postgres can't come to $home: use a checkout that others may enter, or do not be root." >&2; exit 1; }
  "${as_postgres[@]}" "$postgres/initdb" -D "$home/postgres/data" -U aether -A scram-sha-256 --pwfile="$home/postgres/secret" -E UTF8 --locale=C.UTF-8 >"$home/log/initdb.log"
  rm "$home/postgres/secret"
  local service port
  for service in account container object; do
    port=$(swift_port $service)
    (cd "$home/swift" && swift-ring-builder $service.builder create 2 1 1 && swift-ring-builder $service.builder add "r1z1-127.0.0.1:$port/d1" 1 \
      && swift-ring-builder $service.builder rebalance) >>"$home/log/rings.log"
    swift_config $service "$port" "pipeline:main]
pipeline = $service-server
[app:$service-server]
use = egg:swift#$service"
  done
  swift_config proxy $bucket_port "pipeline:main]
pipeline = catch_errors cache s3api tempauth bulk slo proxy-server
[app:proxy-server]
use = egg:swift#proxy
account_autocreate = true
[filter:tempauth]
use = egg:swift#tempauth
user_mail_aether = $(cat "$home/secret") .admin
[filter:s3api]
use = egg:swift#s3api
location = us-east-1
[filter:cache]
use = egg:swift#memcache
memcache_servers = 127.0.0.1:1
$(for service in catch_errors bulk slo; do printf '[filter:%s]\nuse = egg:swift#%s\n' $service $service; done)"
  write_haproxy
}

swift_port() { case $1 in account) echo 27081 ;; container) echo 27082 ;; object) echo 27083 ;; esac }

swift_config() { # SERVICE PORT SECTIONS, the first without its bracket
  cat >"$home/swift/$1.conf" <<TEXT
[DEFAULT]
bind_ip = 127.0.0.1
bind_port = $2
workers = 0
user = $(id -un)
swift_dir = $home/swift
devices = $home/swift/node
mount_check = false
log_address = $home/swift/no-log
[$3
TEXT
}

write_haproxy() {
  local port node
  {
    cat <<'TEXT'
defaults
  mode tcp
  timeout connect 2s
  timeout client 1h
  timeout server 1h
  balance leastconn
  retries 2
  option redispatch
  option httpchk GET /readyz
TEXT
    for port in 2525 2587 2465 2143 2993; do
      printf 'listen mail%s\n  bind 127.0.0.1:%s\n' $port $port
      for node in $nodes; do
        printf '  server node%s 127.0.0.1:%s check port %s inter 500ms fall 2 rise 1 on-marked-down shutdown-sessions\n' \
          "$node" "$(port_of "$node" $port)" "$(port_of "$node" 8080)"
      done
    done
  } >"$home/haproxy.cfg"
}

write_node() { # NODE
  local node=$1 secret
  secret=$(cat "$home/secret")
  mkdir -p "$home/node$node"
  (umask 077 && cat >"$home/node$node/aether.json" <<TEXT
{
  "hostname": "localhost",
  "data": "./data",
  "database": { "url": "postgres://aether:$secret@127.0.0.1:$database_port/mail" },
  "events": { "url": "redis://:$secret@127.0.0.1:$events_port" },
  "blobs": { "url": "s3://mail%3Aaether:$secret@mail?endpoint=http://127.0.0.1:$bucket_port" },
  "tls": { "certificates": [ { "certificate": "$home/tls/certificate.pem", "key": "$home/tls/key.pem" } ] },
  "smtp": { "listeners": [
    { "address": "127.0.0.1", "port": $(port_of "$node" 2525), "kind": "mx", "tls": "starttls" },
    { "address": "127.0.0.1", "port": $(port_of "$node" 2587), "kind": "submission", "tls": "starttls" },
    { "address": "127.0.0.1", "port": $(port_of "$node" 2465), "kind": "submission", "tls": "implicit" } ] },
  "imap": { "listeners": [
    { "address": "127.0.0.1", "port": $(port_of "$node" 2143), "tls": "starttls" },
    { "address": "127.0.0.1", "port": $(port_of "$node" 2993), "tls": "implicit" } ] },
  "pop3": { "listeners": [] },
  "sieve": { "listeners": [] },
  "http": { "listeners": [ { "address": "127.0.0.1", "port": $(port_of "$node" 8080), "tls": "none" } ] }
}
TEXT
  )
}

start_shared() {
  local secret service
  secret=$(cat "$home/secret")
  start database "${as_postgres[@]}" "$postgres/postgres" -D "$home/postgres/data" -c listen_addresses=127.0.0.1 -c port=$database_port -c unix_socket_directories=
  start events redis-server --port $events_port --bind 127.0.0.1 --save "" --appendonly no --dir "$home" --requirepass "$secret"
  for service in account container object proxy; do start $service "swift-$service-server" "$home/swift/$service.conf" -v; done
  wait_for database env PGPASSWORD="$secret" "$postgres/psql" -h 127.0.0.1 -p $database_port -U aether -d postgres -c 'SELECT 1'
  wait_for events answers $events_port
  for service in account container object; do wait_for $service answers "$(swift_port $service)"; done
  wait_for proxy answers $bucket_port
}

start_node() { start "node$1" ./aether serve --config "$home/node$1/aether.json"; }

add_demo() {
  local ann bob config="$home/node1/aether.json"
  PGPASSWORD=$(cat "$home/secret") "$postgres/psql" -q -h 127.0.0.1 -p $database_port -U aether -d postgres -c "CREATE DATABASE mail TEMPLATE template0"
  ann=$(new_secret) bob=$(new_secret)
  ./aether domain add example.test --config "$config"
  printf '%s\n' "$ann" | ./aether account add ann@example.test --password-stdin --config "$config"
  printf '%s\n' "$bob" | ./aether account add bob@example.test --password-stdin --config "$config"
  cat <<TEXT

First start. The demo domain example.test has two accounts; these passwords are shown once:

    ann@example.test   $ann
    bob@example.test   $bob
TEXT
  touch "$home/ready"
}

watch_nodes() {
  local node pid code
  while true; do
    for node in $nodes; do
      pid=${started[node$node]}
      if kill -0 "$pid" 2>/dev/null; then continue; fi
      code=0
      { wait "$pid" || code=$?; } 2>/dev/null # without the shell's own word on it
      echo "$(date +%T) node $node (pid $pid) ended with $code. The others go on; it is started again in 10 s."
      (sleep 10) &
      wait $! || true
      start_node "$node"
      wait_for "node$node" answers "$(port_of "$node" 2525)"
      echo "$(date +%T) node $node is back, pid ${started[node$node]}."
    done
    sleep 0.5
  done
}

require_programs
if [ -d "$home" ] && [ ! -e "$home/ready" ]; then rm -rf "$home"; fi # a first start that did not come to its end
if [ ! -d "$home" ]; then make_home; fi
for node in $nodes; do write_node "$node"; done
./aether config check --config "$home/node1/aether.json" >/dev/null
trap stop_all EXIT
trap 'exit 0' INT TERM
start_shared
if [ ! -e "$home/ready" ]; then add_demo; fi
for node in $nodes; do start_node "$node"; done
for node in $nodes; do wait_for "node$node" answers "$(port_of "$node" 2525)"; done
start haproxy haproxy -db -f "$home/haproxy.cfg"
wait_for haproxy answers 2525

cat <<TEXT

Three nodes work behind 127.0.0.1: MX 2525, submission 2587 and 2465, IMAP 2143 and 2993. Logs are in cluster/log.
$(for node in $nodes; do printf '    node %s   pid %s\n' "$node" "${started[node$node]}"; done)

In another terminal, send and read as with one server (README.md), and end a node while you do:

    kill -9 ${started[node1]}

TEXT
watch_nodes
