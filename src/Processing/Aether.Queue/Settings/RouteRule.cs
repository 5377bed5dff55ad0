using Aether.Storage.Envelopes;

namespace Aether.Queue.Settings;

/// <summary>Says where mail goes that meets all its conditions; the first such rule counts.</summary>
/// <param name="RecipientDomain"><c>*</c> for all, <c>*.example.test</c> for those below a domain, or a domain.</param>
/// <param name="Via">Hosts to hand the mail to; none: by MX, unless the action is another.</param>
public sealed record RouteRule(string RecipientDomain, IReadOnlyList<NextHop> Via)
{
    public RouteAction Action { get; init; }

    /// <summary>Address or domain of the recipient, with <c>*</c> for anything; null: any.</summary>
    public string? Recipient { get; init; }

    /// <summary>Address or domain of the sender, with <c>*</c> for anything; empty for the null sender; null: any.</summary>
    public string? Sender { get; init; }

    public long MinSize { get; init; }

    public long MaxSize { get; init; } = long.MaxValue;

    public QueuePriority? Priority { get; init; }

    /// <summary>Only after so many attempts: a fall-back relay.</summary>
    public int MinAttempts { get; init; }

    /// <summary>Only after so long in the queue.</summary>
    public TimeSpan MinAge { get; init; }

    /// <summary>A header field and its text, such as <c>X-Class: bulk*</c>; null: any.</summary>
    public string? Header { get; init; }

    /// <summary>The mail is spread over the hosts by weight; else each is only tried when those before it fail.</summary>
    public bool IsBalanced { get; init; }

    /// <summary>Where connections come from; null: as for all mail.</summary>
    public SourcePool? Source { get; init; }
}
