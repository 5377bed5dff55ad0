#!/usr/bin/env bash
# Runs the fault cases that need root, or more time than ./test.sh has: bench/faults.sh [CUTS] [KILLS] [FILESYSTEMS] [LOADS].
# Defaults: 100, 300, "ext4 xfs" and "smtp imap".
# F04, power cuts: the store lies on a file system whose disk is nbdkit with a write-back cache. A cut kills it with -9, so that all
# that was not flushed is gone; then the file system is mounted anew. Once on ext4 and once on xfs. Then F01 and F02, kills.
# Needs root, nbdkit, nbdfuse (libnbd-bin), loop devices and FUSE. Prints one line a run; results go to docs/reliability.md.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=deploy/dotnet.sh
. deploy/dotnet.sh

cuts=${1:-100}
kills=${2:-300}
read -ra file_systems <<<"${3:-ext4 xfs}"
read -ra loads <<<"${4:-smtp imap}"
work=$(mktemp -d /tmp/aether-faults.XXXXXX)
export FAULTS_WORK=$work

# Brings the disk up: the first time a new one, later what the cut has left.
cat >"$work/up.sh" <<'UP'
#!/usr/bin/env bash
set -euo pipefail
w=$FAULTS_WORK
mkdir -p "$w/fuse" "$w/mnt"
rm -f "$w/sock"
nbdkit -P "$w/nbdkit.pid" -U "$w/sock" --filter=cache file "$w/disk.img" cache=writeback </dev/null >"$w/nbdkit.log" 2>&1 # ends with its starter when it stays in front
for _ in $(seq 100); do [ -S "$w/sock" ] && break; sleep 0.05; done
nbdfuse "$w/fuse/disk" --unix "$w/sock" </dev/null >"$w/nbdfuse.log" 2>&1 &
echo $! >"$w/nbdfuse.pid"
for _ in $(seq 100); do [ -f "$w/fuse/disk" ] && break; sleep 0.05; done
losetup --find --show --direct-io=off "$w/fuse/disk" >"$w/loop"
if [ ! -e "$w/made" ]; then
  "mkfs.$FAULTS_FS" -q "$(cat "$w/loop")" >/dev/null
  touch "$w/made"
fi
options=noatime
if [ "$FAULTS_FS" = ext4 ]; then options=noatime,commit=300; fi
mount -t "$FAULTS_FS" -o "$options" "$(cat "$w/loop")" "$w/mnt"
UP

# The power goes: nbdkit forgets what was not flushed, and nothing that the kernel still holds reaches it any more.
cat >"$work/down.sh" <<'DOWN'
#!/usr/bin/env bash
set -uo pipefail
w=$FAULTS_WORK
kill -9 "$(cat "$w/nbdkit.pid")" 2>/dev/null
umount -l "$w/mnt"
losetup -d "$(cat "$w/loop")"
fusermount -u -z "$w/fuse" 2>/dev/null || umount -l "$w/fuse"
kill "$(cat "$w/nbdfuse.pid")" 2>/dev/null
for _ in $(seq 100); do losetup -j "$w/fuse/disk" 2>/dev/null | grep -q . || break; sleep 0.05; done
exit 0
DOWN
printf '#!/usr/bin/env bash\n"%s/down.sh" && "%s/up.sh"\n' "$work" "$work" >"$work/cut.sh"
chmod +x "$work"/*.sh

# shellcheck disable=SC2317 # the trap calls it
finish() {
  "$work/down.sh" >/dev/null 2>&1 || true
  rm -rf "$work"
}
trap finish EXIT

ledger() { dotnet run -c Release --no-build --project tests/Aether.Ledger -- "$@"; }

[ -n "${FAULTS_BUILT:-}" ] || dotnet build -c Release tests/Aether.Ledger -v quiet >/dev/null
status=0
for FAULTS_FS in "${file_systems[@]}"; do
  export FAULTS_FS
  rm -f "$work/made" "$work/disk.img"
  truncate -s 2G "$work/disk.img"
  "$work/up.sh"
  for kind in "${loads[@]}"; do
    echo "== $cuts power cuts on $FAULTS_FS, $kind"
    ledger "$kind" "$cuts" 4 "$work/mnt/$kind" "$work/cut.sh" || status=1
    rm -rf "${work:?}/mnt/$kind" # or the next one finds the disk full
  done
  # The control: the same with syncs that lie must lose mail, or the rig shows nothing.
  printf 'int fsync(int f) { return f < 0; }\nint fdatasync(int f) { return f < 0; }\n' | cc -shared -fPIC -x c - -o "$work/nosync.so"
  echo "== control on $FAULTS_FS: syncs that lie"
  if LD_PRELOAD="$work/nosync.so" ledger smtp 3 4 "$work/mnt/control" "$work/cut.sh" 2>&1 | tail -n 1 | tee "$work/control.log" | grep -q 'IsSound = True'; then
    echo "the control lost nothing" && status=1
  fi
  "$work/down.sh"
done
[ "$kills" -gt 0 ] || exit "$status"
for kind in "${loads[@]}"; do
  echo "== $kills kills, $kind"
  ledger "$kind" "$kills" 5 || status=1
done
exit "$status"
