namespace Aether.Storage.Queue;

/// <summary>A queued message with its recipients, for the operator.</summary>
public sealed record QueueListing(QueuedMessage Message, IReadOnlyList<QueueListing.Row> Recipients)
{
    /// <param name="Due">The next attempt, or the end of the lease of the one under way.</param>
    public sealed record Row(RecipientId Id, string Address, RecipientState State, int Attempts, DateTimeOffset Due, string? LastReply);
}
