using Aether.Configuration.Model;

namespace Aether.Configuration.Schema;

/// <summary>Connections, whatever the protocol.</summary>
public sealed record ConnectionLimitSettings
{
    [Setting("Connections of one protocol from one IPv4 address or IPv6 /64.", Min = "1", Max = "1000000")]
    public int PerAddress { get; init; } = 30;

    [Setting("Time for a TLS handshake.", Min = "1 s", Max = "5 min")]
    public TimeSpan TlsHandshake { get; init; } = TimeSpan.FromSeconds(10);

    [Setting("Time that sessions have to end when the server stops.", Min = "1 s", Max = "10 min")]
    public TimeSpan Drain { get; init; } = TimeSpan.FromSeconds(25);
}
