using System.Diagnostics.Metrics;
using Aether.Queue.Replies;
using Aether.Storage.Envelopes;
using Aether.Storage.Queue;

namespace Aether.Queue;

/// <summary>What the queue counts.</summary>
public sealed class QueueMetrics
{
    public const string MeterName = "Aether.Queue";
    private readonly Counter<long> delivered;
    private readonly Counter<long> deferred;
    private readonly Counter<long> bounced;
    private readonly UpDownCounter<long> active;
    private readonly Histogram<double> latency;
    private readonly Histogram<int> attempts;
    private QueueDepth counted = new([], [], null);

    public QueueMetrics(IMeterFactory meters, TimeProvider clock)
    {
        var meter = meters.Create(MeterName);
        delivered = meter.CreateCounter<long>("aether.queue.delivered", "{recipient}");
        deferred = meter.CreateCounter<long>("aether.queue.deferred", "{recipient}");
        bounced = meter.CreateCounter<long>("aether.queue.bounced", "{recipient}");
        latency = meter.CreateHistogram<double>("aether.queue.latency", "s", "From accept to the last server's 250, by class.");
        attempts = meter.CreateHistogram<int>("aether.queue.attempts", "{attempt}", "Attempts that a recipient took, by outcome.");
        meter.CreateObservableGauge("aether.queue.depth", () => Depth(Volatile.Read(ref counted)), "{recipient}", "Recipients in the queue by class and state, counted once a minute.");
        meter.CreateObservableGauge("aether.queue.destination.depth", () => Destinations(Volatile.Read(ref counted)), "{recipient}", "Recipients of the domains with the most of them.");
        meter.CreateObservableGauge(
            "aether.queue.oldest", () => Volatile.Read(ref counted).Oldest is { } oldest ? Math.Max(0, (clock.GetUtcNow() - oldest).TotalSeconds) : 0, "s", "Age of the oldest message in the queue.");
        active = meter.CreateUpDownCounter<long>("aether.queue.deliveries.active", "{delivery}");
    }

    internal void Delivered(QueuePriority priority, TimeSpan took, int tries)
    {
        var tag = new KeyValuePair<string, object?>("class", priority.ToString().ToLowerInvariant());
        delivered.Add(1, tag);
        latency.Record(took.TotalSeconds, tag);
        attempts.Record(tries, new KeyValuePair<string, object?>("outcome", "delivered"));
    }

    internal void Deferred(ReplyClass reason) => deferred.Add(1, Reason(reason));

    internal void Bounced(QueuePriority priority, ReplyClass reason, int tries)
    {
        bounced.Add(1, new KeyValuePair<string, object?>("class", priority.ToString().ToLowerInvariant()), Reason(reason));
        attempts.Record(tries, new KeyValuePair<string, object?>("outcome", "bounced"));
    }

    /// <summary>What lies in the queue, as it was counted last.</summary>
    internal void Counted(QueueDepth depth) => Volatile.Write(ref counted, depth);

    internal void Started() => active.Add(1);

    internal void Ended() => active.Add(-1);

    private static IEnumerable<Measurement<long>> Depth(QueueDepth depth) => depth.Parts.Select(part => new Measurement<long>(
        part.Recipients, new("class", part.Priority.ToString().ToLowerInvariant()), new("state", part.Stage.ToString().ToLowerInvariant())));

    private static IEnumerable<Measurement<long>> Destinations(QueueDepth depth) =>
        depth.Domains.Select(domain => new Measurement<long>(domain.Recipients, new KeyValuePair<string, object?>("domain", domain.Domain)));

    private static KeyValuePair<string, object?> Reason(ReplyClass reason) => new("reason", reason.ToString().ToLowerInvariant());
}
