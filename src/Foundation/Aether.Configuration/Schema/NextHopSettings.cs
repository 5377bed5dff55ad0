using Aether.Configuration.Model;

namespace Aether.Configuration.Schema;

/// <summary>One host that takes our mail.</summary>
public sealed record NextHopSettings
{
    [Setting("Host name or address.")]
    public string Host { get; init; } = "localhost";

    [Setting("TCP port.", Min = "1", Max = "65535")]
    public int Port { get; init; } = 25;

    [Setting("none, opportunistic (STARTTLS where offered), required (STARTTLS with a good certificate), or implicit (from the first byte, with a good certificate).")]
    public NextHopTls Tls { get; init; } = NextHopTls.Opportunistic;
}
