#!/usr/bin/env bash
# Builds everything, or one project: ./build.sh [PROJECT [OPTION…]]   PROJECT is a folder, or a name such as Aether.Smtp.
# ./build.sh Aether.Host -t:Ready makes the program that users run, in src/Aether.Host/bin/Release/ready.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
# shellcheck source=deploy/dotnet.sh
. deploy/dotnet.sh

target=AetherMailer.slnx
if [ $# -gt 0 ]; then
  target=$1
  shift
  if [ ! -e "$target" ]; then
    name=$target
    target=$(find src tests bench fuzz -name "${name%.csproj}.csproj" -print -quit 2>/dev/null)
    [ -n "$target" ] || { echo "build.sh: there is no project $name" >&2; exit 2; }
  fi
fi
# One compiler for all projects: one that starts anew for each takes three times as long.
exec dotnet build -c Release "$target" --nologo -v quiet -clp:NoSummary -p:UseSharedCompilation=true "$@"
