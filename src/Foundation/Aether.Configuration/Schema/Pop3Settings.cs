using Aether.Configuration.Model;

namespace Aether.Configuration.Schema;

/// <summary>Reading mail over POP3. RFC 1939.</summary>
public sealed record Pop3Settings
{
    [Setting("Connections at a time, all listeners together.", Min = "1", Max = "1000000")]
    public int MaxConnections { get; init; } = 1000;

    [Setting("Ports.")]
    public IReadOnlyList<ListenerSettings> Listeners { get; init; } =
        [new() { Port = 110 }, new() { Port = 995, Tls = ListenerTls.Implicit }];
}
