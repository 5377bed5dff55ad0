#!/usr/bin/env bash
# Runs the tests: ./test.sh [PROJECT | integration | lint]. Without a word, everything.
#   PROJECT      one test project, such as Aether.Smtp.Tests or Smtp
#   integration  only what needs real clients and peers (Aether.EndToEnd.Tests)
#   lint         only format and scripts
# With AETHER_TEST_DATABASE=postgres the stores of tests are on PostgreSQL. Everything runs the suites of the store and of
# both protocols in both ways.
# Installs from Debian what is missing, starts no system service, and ends with a line "N passed, N failed".
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
# shellcheck source=deploy/dotnet.sh
. deploy/dotnet.sh

export PATH="$PATH:/usr/sbin" # Debian keeps servers there
passed=0
failed=0

note() { printf '\n== %s\n' "$*"; }

count() { # NAME COMMAND…: one check that passes or fails as a whole
  local name=$1
  shift
  if "$@"; then
    passed=$((passed + 1))
  else
    failed=$((failed + 1))
    echo "failed: $name"
  fi
}

# The servers that tests start and the clients they call. swaks speaks TLS only with Net::SSLeay, mbsync SASL only with its modules: both are mere
# recommendations to Debian, so they are named here.
needed="postgresql oathtool redis-server swift swift-proxy swift-account swift-container swift-object strace swaks libnet-ssleay-perl isync libsasl2-modules mutt tmux curl fetchmail mpop gsasl getmail6 dovecot-imapd dovecot-pop3d offlineimap3 libmail-imapclient-perl python3 knot unbound libopendmarc2 postfix haproxy opendkim opendkim-tools procps shellcheck python3-dkim python3-nacl python3-spf msmtp node-nodemailer slapd ldap-utils pebble knot-dnsutils"

is_installed() { dpkg-query -W -f '${Status}' "$1" 2>/dev/null | grep -q ' installed$'; }

install_programs() {
  local missing=() package
  for package in $needed; do
    is_installed "$package" || missing+=("$package")
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null 2>&1; then
    echo "test.sh: these packages are missing, and only root can install them: apt-get install ${missing[*]}" >&2
    return 0
  fi
  note "Installing ${missing[*]}"
  apt_install "${missing[@]}"
}

apt_install() {
  local guard=/usr/sbin/policy-rc.d made=no status=0
  if [ ! -e "$guard" ]; then # Debian asks it before a package starts a service: none is to start
    printf '#!/bin/sh\nexit 101\n' >"$guard"
    chmod 755 "$guard"
    made=yes
  fi
  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@"; } </dev/null >/tmp/aether-apt.log 2>&1 || status=$?
  if [ "$made" = yes ]; then rm -f "$guard"; fi
  if [ "$status" != 0 ]; then
    echo "test.sh: apt-get failed:" >&2
    tail -n 5 /tmp/aether-apt.log >&2
  fi
}

# Exim's package excludes Postfix's: it is unpacked aside, and gets the user that it was built for.
unpack_exim() {
  local place=/usr/local/lib/aether-tests/exim folder
  [ ! -x "$place/usr/sbin/exim4" ] || return 0
  if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null 2>&1; then
    echo "test.sh: Exim is missing, and only root can unpack it" >&2
    return 0
  fi
  folder=$(mktemp -d)
  chmod 755 "$folder"
  (cd "$folder" && apt-get download -qq exim4-daemon-light </dev/null >>/tmp/aether-apt.log 2>&1) && mkdir -p "$place" && dpkg -x "$folder"/exim4-daemon-light_*.deb "$place"
  rm -rf "$folder"
  id Debian-exim >/dev/null 2>&1 || useradd --system --no-create-home --home-dir /var/spool/exim4 --shell /usr/sbin/nologin Debian-exim
}

# Clients and servers of npm that Debian does not have, aside, as their lock file pins them.
unpack_node_packages() {
  local place=/usr/local/lib/aether-tests/node wanted=tests/Aether.Testing/Node
  ! cmp -s "$wanted/package-lock.json" "$place/package-lock.json" || [ ! -e "$place/node_modules/.package-lock.json" ] || return 0
  if ! command -v npm >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then apt_install npm; fi
  if ! command -v npm >/dev/null 2>&1 || ! mkdir -p "$place" 2>/dev/null; then
    echo "test.sh: imapflow and oidc-provider are missing, and npm can't put them into $place" >&2
    return 0
  fi
  note "Fetching imapflow and oidc-provider"
  cp "$wanted/package.json" "$wanted/package-lock.json" "$place"
  npm ci --prefix "$place" --no-audit --no-fund --silent </dev/null >/tmp/aether-npm.log 2>&1 || tail -n 5 /tmp/aether-npm.log >&2
}

# The suites that hold for either engine.
both_engines="Storage Smtp Imap Queue Identity"

run_on_postgres() {
  local suite
  export AETHER_TEST_DATABASE=postgres
  # What chooses its engine itself ran before.
  for suite in $both_engines; do run_project "tests/Aether.$suite.Tests" " on PostgreSQL" -trait- Engine=own; done
  unset AETHER_TEST_DATABASE
}

run_project() { # PROJECT [REMARK [OPTION…]]; builds were made before
  local project=$1 name report line
  name=$(basename "$project")${2:-}
  shift; [ $# = 0 ] || shift
  report=$(mktemp)
  note "$name"
  local status=0 started=$SECONDS
  dotnet run -c Release --no-build --project "$project" -- "$@" </dev/null >"$report" 2>&1 || status=$?
  line=$(sed 's/\x1b\[[0-9;]*m//g' "$report" | grep -E 'Total: [0-9]+, Errors: [0-9]+, Failed: [0-9]+' | tail -n 1 || true)
  if [ -z "$line" ]; then
    tail -n 30 "$report"
    echo "failed: $name did not finish (exit code $status)"
    failed=$((failed + 1))
  else
    local total errors bad
    total=$(sed -E 's/.*Total: ([0-9]+),.*/\1/' <<<"$line")
    errors=$(sed -E 's/.*Errors: ([0-9]+),.*/\1/' <<<"$line")
    bad=$(sed -E 's/.*Failed: ([0-9]+),.*/\1/' <<<"$line")
    bad=$((bad + errors))
    if [ "$bad" -gt 0 ] || [ "$status" != 0 ]; then cat "$report"; fi
    if [ "$bad" = 0 ] && [ "$status" != 0 ]; then bad=1; fi
    passed=$((passed + total - bad))
    failed=$((failed + bad))
    echo "${line#"${line%%[![:space:]]*}"} ($((SECONDS - started)) s in all)"
  fi
  rm -f "$report"
}

run_tests() {
  local projects=("$@") project
  note "Building"
  if [ ${#projects[@]} = 1 ]; then
    count "build of ${projects[0]}" ./build.sh "${projects[0]}"
  else
    count "build" ./build.sh
  fi
  [ "$failed" = 0 ] || return 0
  for project in "${projects[@]}"; do run_project "$project"; done
}

lint() {
  note "Lint"
  dotnet restore AetherMailer.slnx -v quiet
  count "dotnet format" dotnet format AetherMailer.slnx --no-restore --verify-no-changes
  if command -v shellcheck >/dev/null 2>&1; then
    count "shellcheck" shellcheck -x aether ./*.sh deploy/*.sh .ci/run
  fi
}

find_project() {
  local name
  for name in "$1" "Aether.$1.Tests" "$1.Tests"; do
    if [ -d "tests/$name" ]; then
      echo "tests/$name"
      return 0
    fi
  done
  echo "test.sh: there is no test project $1" >&2
  return 1
}

all_projects() { find tests -maxdepth 2 -name '*.Tests.csproj' -printf '%h\n' | sort; }

case "${1:-all}" in
  all)
    install_programs
    unpack_exim
    unpack_node_packages
    mapfile -t projects < <(all_projects)
    run_tests "${projects[@]}"
    if [ "$failed" = 0 ]; then run_on_postgres; fi
    lint
    ;;
  integration)
    install_programs
    unpack_exim
    unpack_node_packages
    run_tests tests/Aether.EndToEnd.Tests
    ;;
  lint) lint ;;
  *)
    project=$(find_project "$1") || exit 2
    install_programs
    unpack_exim
    unpack_node_packages
    run_tests "$project"
    ;;
esac

printf '\n%d passed, %d failed\n' "$passed" "$failed"
[ "$failed" = 0 ]
