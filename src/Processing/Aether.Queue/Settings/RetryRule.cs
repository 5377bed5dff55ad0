using Aether.Queue.Replies;
using Aether.Storage.Envelopes;

namespace Aether.Queue.Settings;

/// <summary>When mail that meets all conditions is tried again; the first such rule counts.</summary>
/// <param name="RecipientDomain"><c>*</c> for all, <c>*.example.test</c> for those below a domain, or a domain.</param>
public sealed record RetryRule(string RecipientDomain)
{
    public QueuePriority? Priority { get; init; }

    /// <summary>Replies it is about; none: all.</summary>
    public IReadOnlyList<ReplyPattern> Replies { get; init; } = [];

    public RetryAction Action { get; init; }

    /// <summary>The waits one after another, the last one again and again; none: doubling from <see cref="First"/> to <see cref="Last"/>.</summary>
    public IReadOnlyList<TimeSpan> Schedule { get; init; } = [];

    /// <summary>Null: as for all mail.</summary>
    public TimeSpan? First { get; init; }

    public TimeSpan? Last { get; init; }

    /// <summary>It is given up after so long, even if the message may live longer; null: as the message.</summary>
    public TimeSpan? Lifetime { get; init; }
}
