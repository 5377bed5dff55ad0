using System.Diagnostics.Metrics;

namespace Aether.Queue;

/// <summary>What the queue counts.</summary>
public sealed class QueueMetrics
{
    public const string MeterName = "Aether.Queue";
    private readonly Counter<long> delivered;
    private readonly Counter<long> deferred;
    private readonly Counter<long> bounced;
    private readonly UpDownCounter<long> active;

    public QueueMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        delivered = meter.CreateCounter<long>("aether.queue.delivered", "{recipient}");
        deferred = meter.CreateCounter<long>("aether.queue.deferred", "{recipient}");
        bounced = meter.CreateCounter<long>("aether.queue.bounced", "{recipient}");
        active = meter.CreateUpDownCounter<long>("aether.queue.deliveries.active", "{delivery}");
    }

    internal void Delivered() => delivered.Add(1);

    internal void Deferred() => deferred.Add(1);

    internal void Bounced() => bounced.Add(1);

    internal void Started() => active.Add(1);

    internal void Ended() => active.Add(-1);
}
