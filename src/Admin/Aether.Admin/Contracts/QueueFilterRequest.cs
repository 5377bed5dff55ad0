namespace Aether.Admin.Contracts;

/// <summary>Which queued recipients are meant; what is null does not matter.</summary>
public sealed record QueueFilterRequest
{
    /// <summary>Of one message.</summary>
    public long? Message { get; init; }

    /// <summary>Address with <c>*</c> for anything; empty for the null sender.</summary>
    public string? Sender { get; init; }

    /// <summary>Address with <c>*</c> for anything.</summary>
    public string? Recipient { get; init; }

    public string? Domain { get; init; }

    /// <summary><c>low</c>, <c>normal</c> or <c>high</c>.</summary>
    public string? Class { get; init; }

    /// <summary><c>new</c>, <c>deferred</c>, <c>active</c> or <c>held</c>.</summary>
    public string? State { get; init; }

    /// <summary>Accepted before.</summary>
    public DateTimeOffset? Before { get; init; }
}
