using Aether.Configuration.Model;

namespace Aether.Configuration.Schema;

/// <summary>When mail that meets all conditions is tried again; the first that fits counts.</summary>
public sealed record RetrySettings
{
    [Setting("Domain of the recipient, *.example.org for all below one, or * for all.", Format = SettingFormat.DomainOrAll)]
    public string RecipientDomain { get; init; } = "*";

    [Setting("Only messages of this class: any, low, normal or high.")]
    public RoutePriority Priority { get; init; } = RoutePriority.Any;

    [Setting("Only after these replies: codes (421, 45), enhanced codes (4.7.1, 4.7.*), or unknownUser, mailboxFull, tooBig, spam, policy, rate, network, tls, content, other; none: after all.")]
    public IReadOnlyList<string> Replies { get; init; } = [];

    [Setting("asSaid (4xx again later, 5xx never), retry (again later, even after 5xx) or giveUp (never again, even after 4xx).")]
    public RetryAction Action { get; init; } = RetryAction.AsSaid;

    [Setting("The waits one after another, the last one again and again; none: doubling from first to last.")]
    public IReadOnlyList<TimeSpan> Schedule { get; init; } = [];

    [Setting("Wait after the first failure; 0 s: limits.queue.firstRetry.", Min = "0 s", Max = "1 d")]
    public TimeSpan First { get; init; }

    [Setting("Longest wait; 0 s: limits.queue.lastRetry.", Min = "0 s", Max = "7 d")]
    public TimeSpan Last { get; init; }

    [Setting("Time after which it is given up; 0 s: limits.queue.lifetime.", Min = "0 s", Max = "30 d")]
    public TimeSpan Lifetime { get; init; }
}
