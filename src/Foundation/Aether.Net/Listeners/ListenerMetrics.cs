using System.Diagnostics.Metrics;

namespace Aether.Net.Listeners;

/// <summary>Counts connections by protocol; an address is never a tag.</summary>
public sealed class ListenerMetrics
{
    public const string MeterName = "Aether.Net";

    private readonly UpDownCounter<long> open;
    private readonly Counter<long> accepted;
    private readonly Counter<long> refused;
    private readonly Counter<long> evicted;
    private readonly Counter<long> failed;

    public ListenerMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        open = meter.CreateUpDownCounter<long>("aether.connections.open", description: "Connections that are open.");
        accepted = meter.CreateCounter<long>("aether.connections.accepted", description: "Connections that were served.");
        refused = meter.CreateCounter<long>("aether.connections.refused", description: "Connections turned away, by reason.");
        evicted = meter.CreateCounter<long>("aether.connections.evicted", description: "Connections ended before login, because others wanted their place.");
        failed = meter.CreateCounter<long>("aether.sessions.failed", description: "Sessions ended by a fault of the server.");
    }

    internal void Accepted(string protocol)
    {
        accepted.Add(1, Tag(protocol));
        open.Add(1, Tag(protocol));
    }

    internal void Closed(string protocol) => open.Add(-1, Tag(protocol));

    internal void Refused(string protocol, string reason) => refused.Add(1, Tag(protocol), new("reason", reason));

    internal void Evicted(string protocol) => evicted.Add(1, Tag(protocol));

    internal void Failed(string protocol) => failed.Add(1, Tag(protocol));

    private static KeyValuePair<string, object?> Tag(string protocol) => new("protocol", protocol);
}
