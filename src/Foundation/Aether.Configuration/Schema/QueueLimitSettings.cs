using Aether.Configuration.Model;

namespace Aether.Configuration.Schema;

/// <summary>The queue. RFC 5321 §4.5.4.1.</summary>
public sealed record QueueLimitSettings
{
    [Setting("Time a message is tried before it is returned.", Min = "1 s", Max = "30 d")]
    public TimeSpan Lifetime { get; init; } = TimeSpan.FromDays(5);

    [Setting("Wait after the first failure; it doubles from there.", Min = "100 ms", Max = "1 d")]
    public TimeSpan FirstRetry { get; init; } = TimeSpan.FromMinutes(5);

    [Setting("Longest wait between attempts.", Min = "100 ms", Max = "7 d")]
    public TimeSpan LastRetry { get; init; } = TimeSpan.FromHours(4);

    [Setting("Time after which a sender is told that its message is delayed.", Min = "1 min", Max = "30 d")]
    public TimeSpan DelayNotice { get; init; } = TimeSpan.FromHours(4);

    [Setting("Time for which what was given up can be looked at and sent again.", Min = "1 h", Max = "365 d")]
    public TimeSpan DeadLetters { get; init; } = TimeSpan.FromDays(30);

    [Setting("Recipients of one message from which on it counts as low, unless its sender says otherwise: a mailing to many holds up nobody.", Min = "2", Max = "1000000")]
    public int BulkRecipients { get; init; } = 200;

    [Setting("Time for which what a node took to deliver is that node's; if it dies, others deliver it then.", Min = "10 s", Max = "1 d")]
    public TimeSpan Lease { get; init; } = TimeSpan.FromMinutes(15);

    [Setting("Connections at a time to one destination.", Min = "1", Max = "1000")]
    public int PerDestination { get; init; } = 20;

    [Setting("Connections to a destination at first.", Min = "1", Max = "1000")]
    public int FirstPerDestination { get; init; } = 5;

    [Setting("Recipients held in memory.", Min = "100", Max = "1000000")]
    public int Active { get; init; } = 20_000;
}
