using Aether.Queue.Returns;

namespace Aether.Queue.Settings;

/// <summary>How the queue works: who we are, when to try again, how much at once.</summary>
/// <param name="Hostname">Our name in EHLO, reports and loop checks.</param>
public sealed record QueueOptions(string Hostname)
{
    /// <summary>What this node is called when one is to be drained.</summary>
    public string Node { get; init; } = Environment.MachineName;

    /// <summary>RFC 5321 §4.5.4.1 asks for 30 minutes at least; the first tries come sooner.</summary>
    public TimeSpan MinBackoff { get; init; } = TimeSpan.FromMinutes(5);

    public TimeSpan MaxBackoff { get; init; } = TimeSpan.FromHours(4);

    /// <summary>What deviates from that, for some destinations, classes or replies; the first rule that fits counts.</summary>
    public IReadOnlyList<RetryRule> Retries { get; init; } = [];

    /// <summary>What providers want of those who send them mail.</summary>
    public IReadOnlyList<ShapingProfile> Profiles { get; init; } = [];

    public ReturnOptions Returns { get; init; } = new();

    /// <summary>A sender is told once when a recipient has waited so long. RFC 5321 §4.5.4.1, RFC 3461 §5.2.</summary>
    public TimeSpan DelayNotice { get; init; } = TimeSpan.FromHours(4);

    /// <summary>What was given up can be looked at and sent again for so long.</summary>
    public TimeSpan DeadLetterLifetime { get; init; } = TimeSpan.FromDays(30);

    /// <summary>How long a report of ours may wait for its recipient.</summary>
    public TimeSpan ReportLifetime { get; init; } = TimeSpan.FromDays(5);

    /// <summary>A dead worker's recipients fall due again after this.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>Polling is the truth; news only comes sooner.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Recipients of one domain handed to one worker.</summary>
    public int BlockSize { get; init; } = 20;

    /// <summary>Deliveries under way at a time.</summary>
    public int MaxDeliveries { get; init; } = 100;

    /// <summary>Recipients leased at a time: what the queue holds in memory.</summary>
    public int MaxActive { get; init; } = 20_000;

    /// <summary>Deliveries to one destination at a time, before it has shown what it takes.</summary>
    public int StartPerDestination { get; init; } = 5;

    public int MaxPerDestination { get; init; } = 20;

    /// <summary>How long deliveries under way may go on when the server stops.</summary>
    public TimeSpan DrainTime { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Larger originals go into a report as headers only. RFC 3461 §6.2.</summary>
    public long MaxReturnedMessage { get; init; } = 1 << 20;

    public RoutingOptions Routing { get; init; } = new();

    public OutboundOptions Outbound { get; init; } = new();

    public TransportOptions Transport { get; init; } = new();
}
