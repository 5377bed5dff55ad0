using Aether.Storage.Envelopes;

namespace Aether.Storage.Queue;

/// <summary>Which queued recipients are meant; what is null does not matter.</summary>
public sealed record QueueFilter
{
    public static QueueFilter All { get; } = new();

    /// <summary>Of one message.</summary>
    public QueueId? Message { get; init; }

    /// <summary>Address of the sender, with <c>*</c> for anything; empty for the null sender.</summary>
    public string? Sender { get; init; }

    /// <summary>Address of the recipient, with <c>*</c> for anything.</summary>
    public string? Recipient { get; init; }

    /// <summary>To one domain: lower case, A-labels.</summary>
    public string? Domain { get; init; }

    public QueuePriority? Priority { get; init; }

    public RecipientStage? Stage { get; init; }

    /// <summary>Accepted before.</summary>
    public DateTimeOffset? Before { get; init; }

    /// <summary>Some condition is about single recipients.</summary>
    internal bool IsOfRecipients => Recipient is not null || Domain is not null || Priority is not null || Stage is not null;

    /// <summary>A pattern of addresses as LIKE wants it, with <c>!</c> in front of what it would take for a sign of its own.</summary>
    internal static string? ToLike(string? pattern) => pattern?
        .Replace("!", "!!", StringComparison.Ordinal).Replace("%", "!%", StringComparison.Ordinal).Replace("_", "!_", StringComparison.Ordinal).Replace('*', '%');
}
