using Aether.Configuration.Model;

namespace Aether.Configuration.Schema;

/// <summary>Editing filter scripts over ManageSieve. RFC 5804.</summary>
public sealed record SieveSettings
{
    [Setting("Connections at a time, all listeners together.", Min = "1", Max = "1000000")]
    public int MaxConnections { get; init; } = 1000;

    [Setting("Ports.")]
    public IReadOnlyList<ListenerSettings> Listeners { get; init; } = [new() { Port = 4190 }];
}
