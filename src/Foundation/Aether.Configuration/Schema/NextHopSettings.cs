using Aether.Configuration.Model;
using Aether.Configuration.Values;

namespace Aether.Configuration.Schema;

/// <summary>One host that takes our mail.</summary>
public sealed record NextHopSettings
{
    [Setting("Host name or address, or for LMTP unix: with the path of a socket.")]
    public string Host { get; init; } = "localhost";

    [Setting("TCP port.", Min = "1", Max = "65535")]
    public int Port { get; init; } = 25;

    [Setting("none, opportunistic (STARTTLS where offered), required (STARTTLS with a good certificate), or implicit (from the first byte, with a good certificate).")]
    public NextHopTls Tls { get; init; } = NextHopTls.Opportunistic;

    [Setting("smtp, or lmtp.")]
    public NextHopProtocol Protocol { get; init; } = NextHopProtocol.Smtp;

    [Setting("Its share where the route spreads its mail.", Min = "1", Max = "1000")]
    public int Weight { get; init; } = 1;

    [Setting("Who to log in as; empty: nobody asks. It is sent over TLS only, or on this machine.")]
    public string User { get; init; } = "";

    [Setting("The password for that.")]
    public Secret Password { get; init; } = new("");
}
