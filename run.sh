#!/usr/bin/env bash
# Builds and runs the server of this checkout: ./run.sh [ROLE…], such as ./run.sh smtp imap. Without roles, all.
# ./run.sh --cluster starts three nodes on PostgreSQL, Redis and S3 instead: deploy/cluster.sh.
# On a first start it writes ./aether.json (every port on 127.0.0.1) and ./data with two demo accounts, whose passwords it
# prints once. Ctrl-C stops it; remove ./data and ./aether.json to begin anew.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
# shellcheck source=deploy/dotnet.sh
. deploy/dotnet.sh

if [ "${1:-}" = --cluster ]; then exec deploy/cluster.sh; fi

new_password() { head -c 256 /dev/urandom | LC_ALL=C tr -dc 'a-km-zA-HJ-NP-Z2-9' | head -c 16; }

add_demo() {
  local ann bob
  ann=$(new_password)
  bob=$(new_password)
  ./aether domain add example.test
  printf '%s\n' "$ann" | ./aether account add ann@example.test --password-stdin
  printf '%s\n' "$bob" | ./aether account add bob@example.test --password-stdin
  cat <<TEXT

First start. The demo domain example.test has two accounts; these passwords are shown once:

    ann@example.test   $ann
    bob@example.test   $bob

TEXT
}

[ -f aether.json ] || cp deploy/development.json aether.json
first=no
[ -d data ] || first=yes
./aether config check >/dev/null
if [ "$first" = yes ]; then add_demo; fi

cat <<'TEXT'
What to type next, in another terminal (Debian: apt-get install swaks isync mutt):

    swaks --server 127.0.0.1:2587 --tls --auth PLAIN --auth-user ann@example.test \
          --from ann@example.test --to bob@example.test --header 'Subject: Hello'
    mutt -f imaps://bob%40example.test@localhost:2993/INBOX
    ./aether account list

README.md goes on from there (mbsync, mail from outside). Health: http://127.0.0.1:8080/readyz

TEXT

roles=()
if [ $# -gt 0 ]; then roles=(--roles "$(IFS=,; echo "$*")"); fi
exec ./aether serve "${roles[@]}"
