namespace Aether.Storage.Queue;

/// <summary>A queued message with its recipients, for the operator.</summary>
public sealed record QueueListing(QueuedMessage Message, IReadOnlyList<QueueListing.Row> Recipients)
{
    /// <param name="Due">The next attempt, or the end of the lease of the one under way.</param>
    public sealed record Row(RecipientId Id, string Address, RecipientState State, int Attempts, DateTimeOffset Due, string? LastReply)
    {
        /// <summary>ORCPT as given, or null.</summary>
        public string? Orcpt { get; init; }

        /// <summary>NOTIFY as given, or null.</summary>
        public string? Notify { get; init; }

        public RecipientStage Stage { get; init; }

        /// <summary>Where an operator sends it instead of its usual way; null: nowhere.</summary>
        public string? Route { get; init; }
    }
}
