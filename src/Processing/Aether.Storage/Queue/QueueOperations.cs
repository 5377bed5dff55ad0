using Aether.Storage.Committing;

namespace Aether.Storage.Queue;

/// <summary>
/// Takes due recipients under a lease: due_at moves to the lease's end, so that a dead worker's rows fall due again by themselves.
/// Where more than <paramref name="Patience"/> rows of the excepted domains stand before others, they go aside, each once.
/// </summary>
internal sealed record LeaseRecipients(DateTimeOffset Now, DateTimeOffset Until, int Most, IReadOnlyList<string> ExceptDomains, int Patience) : Operation<QueueLease>;

/// <summary>Takes recipients of some destinations from those that went aside.</summary>
internal sealed record LeaseBacklogs(DateTimeOffset Until, IReadOnlyList<string> Domains, int MostEach) : Operation<QueueLease>;

/// <summary>Gives leases back that hold still; null: the time they fall due at stays.</summary>
internal sealed record ReturnLeases(IReadOnlyList<LeaseReturn> Leases, DateTimeOffset? DueAt) : Operation<int>;

/// <summary>Moves the end of leases that hold still.</summary>
internal sealed record ExtendLeases(IReadOnlyList<LeaseReturn> Leases, DateTimeOffset Until) : Operation<int>;

/// <summary>Notes that a recipient is being delivered that was interrupted before, if its lease holds.</summary>
internal sealed record BeginAlone(LeaseReturn Lease) : Operation<bool>;

/// <summary>Makes leased recipients due at once, up to a number of them: whoever leased them is gone.</summary>
internal sealed record ReclaimLeases(DateTimeOffset Now, int Most) : Operation<int>;

/// <summary>Writes down outcomes, and what follows of them, if every lease still holds.</summary>
internal sealed record SettleRecipients(IReadOnlyList<RecipientOutcome> Outcomes, IReadOnlyList<QueueFollowUp> FollowUps, DateTimeOffset Now) : Operation<SettleResult>
{
    public override int Bytes => FollowUps.Sum(followUp => followUp.Message.Body.InlineBytes);

    public override IReadOnlyList<AccountId> Accounts => [.. FollowUps.SelectMany(followUp => followUp.Plan.Local).Select(delivery => delivery.Account)];
}

/// <summary>Takes recipients off the queue, up to a number of them.</summary>
internal sealed record RemoveQueued(QueueFilter Which, int Most, DateTimeOffset Now) : Operation<int>;

/// <summary>Changes queued recipients in the order of their ids, up to a number of them behind one.</summary>
internal sealed record ChangeQueued(QueueChange Change, long After, int Most, DateTimeOffset Now) : Operation<ChangeStep>;

/// <summary>How far a change has come.</summary>
/// <param name="Changed">Recipients that are not as they were.</param>
/// <param name="Last">The last one looked at; null: there are no more.</param>
internal readonly record struct ChangeStep(int Changed, long? Last);

/// <summary>Makes a part of the queue stand still, or go on.</summary>
internal sealed record SetPause(QueuePause Pause, bool Stands) : Operation<bool>;

/// <summary>Puts a dead letter back into the queue, due at once.</summary>
internal sealed record ReplayDeadLetter(DeadLetterId Letter, DateTimeOffset Expires, DateTimeOffset Now) : Operation<bool>;

/// <summary>Forgets a dead letter, or with null those whose time is over.</summary>
internal sealed record ForgetDeadLetters(DeadLetterId? Letter, int Most, DateTimeOffset Now) : Operation<int>;
