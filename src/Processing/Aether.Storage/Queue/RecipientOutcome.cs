namespace Aether.Storage.Queue;

/// <summary>What became of one leased recipient.</summary>
/// <param name="Retry">When to try again; null: it is done, delivered or given up, and leaves the queue.</param>
/// <param name="Reply">The last word of the other side, for the operator.</param>
public readonly record struct RecipientOutcome(RecipientId Id, long Lease, DateTimeOffset? Retry, string Reply)
{
    /// <summary>The sender is told of the delay in the same operation; that is not done twice.</summary>
    public bool TellsDelay { get; init; }

    /// <summary>It is given up, and kept as a dead letter until then; null: it is not kept.</summary>
    public DateTimeOffset? ForgetAt { get; init; }
}
