# shellcheck shell=bash
# Sourced by the scripts at the root: finds a .NET SDK that can build this, or says how to get one.
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1
if [ -x "$HOME/.dotnet/dotnet" ] && ! command -v dotnet >/dev/null 2>&1; then
  export DOTNET_ROOT="$HOME/.dotnet" PATH="$HOME/.dotnet:$PATH"
fi
if ! dotnet --list-sdks 2>/dev/null | grep -q '^10\.'; then
  cat >&2 <<'TEXT'
aether: the .NET SDK 10 is needed to build this, and it is not here. To get it on Debian 12, as root:

    wget https://packages.microsoft.com/config/debian/12/packages-microsoft-prod.deb
    dpkg -i packages-microsoft-prod.deb
    apt-get update && apt-get install -y dotnet-sdk-10.0

or without root, into ~/.dotnet:

    wget https://dot.net/v1/dotnet-install.sh && bash dotnet-install.sh --channel 10.0

Then run this again.
TEXT
  exit 1
fi
