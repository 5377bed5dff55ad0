# shellcheck shell=bash
# For benches that start servers: sourced, not run.

# Waits until somebody listens, or ends the bench with the last lines of the log.
listens() { # PORT LOG [ADDRESS]
  for _ in $(seq 300); do
    if (: <"/dev/tcp/${3:-127.0.0.1}/$1") 2>/dev/null; then return 0; fi
    sleep 0.1
  done
  echo "$(basename "$0"): nothing listens on port $1" >&2
  tail -n 20 "$2" >&2
  exit 1
}
