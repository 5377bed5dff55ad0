using Aether.Storage.Committing;

namespace Aether.Storage.Queue;

/// <summary>Takes due recipients under a lease: due_at moves to the lease's end, so that a dead worker's rows fall due again by themselves.</summary>
internal sealed record LeaseRecipients(DateTimeOffset Now, DateTimeOffset Until, int Most, IReadOnlyList<string> ExceptDomains) : Operation<IReadOnlyList<LeasedRecipient>>;

/// <summary>Writes down outcomes, and what follows of them, if every lease still holds.</summary>
internal sealed record SettleRecipients(IReadOnlyList<RecipientOutcome> Outcomes, IReadOnlyList<QueueFollowUp> FollowUps, DateTimeOffset Now) : Operation<SettleResult>
{
    public override int Bytes => FollowUps.Sum(followUp => followUp.Message.Body.InlineBytes);
}

/// <summary>Makes waiting recipients due now. Leased ones are left alone.</summary>
internal sealed record RetryQueued(QueueId? Message, DateTimeOffset Now) : Operation<int>;

/// <summary>Takes a message off the queue.</summary>
internal sealed record RemoveQueued(QueueId Message, DateTimeOffset Now) : Operation<bool>;
