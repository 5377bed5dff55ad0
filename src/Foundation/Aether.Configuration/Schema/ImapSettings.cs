using Aether.Configuration.Model;

namespace Aether.Configuration.Schema;

/// <summary>Reading mail over IMAP. RFC 3501, RFC 9051.</summary>
public sealed record ImapSettings
{
    [Setting("Connections at a time, all listeners together.", Min = "1", Max = "1000000")]
    public int MaxConnections { get; init; } = 10_000;

    [Setting("Ports.")]
    public IReadOnlyList<ListenerSettings> Listeners { get; init; } =
        [new() { Port = 143 }, new() { Port = 993, Tls = ListenerTls.Implicit }];
}
