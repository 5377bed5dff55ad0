using Aether.Storage.Blobs;
using Aether.Storage.Bodies;
using Aether.Storage.Committing;

namespace Aether.Storage.Queue;

/// <summary>
/// The queue's rows. What is accepted is queued by <c>Acceptance.AcceptAsync</c> in the same operation; workers lease,
/// deliver and settle. A lease is only a later due time with a token, so a crash needs no recovery step.
/// </summary>
public sealed class QueueStore
{
    /// <summary>Rows that one operation changes at most, so that mail does not wait for an operator's whim.</summary>
    private const int Piece = 1_000;

    private readonly ICommitter committer;
    private readonly IQueueReads reads;
    private readonly BodyStore bodies;
    private readonly TimeProvider clock;
    private readonly bool isShared;

    internal QueueStore(ICommitter committer, IQueueReads reads, BodyStore bodies, bool isShared, TimeProvider clock)
    {
        this.isShared = isShared;
        this.committer = committer;
        this.reads = reads;
        this.bodies = bodies;
        this.clock = clock;
        committer.QueueDue += OnDue;
    }

    /// <summary>Recipients became due; raised on the committing thread or by news of another node, so a handler only wakes somebody.</summary>
    public event Action? Due;

    /// <summary>Something stands still, or goes on again, by a call on this node.</summary>
    public event Action? Paused;

    internal void OnDue() => Due?.Invoke();

    /// <summary>Takes up to <paramref name="most"/> due recipients, oldest due first.</summary>
    /// <param name="exceptDomains">Destinations that have all the workers they may have, or stand still.</param>
    public async Task<IReadOnlyList<LeasedRecipient>> LeaseAsync(int most, TimeSpan lease, IReadOnlyList<string> exceptDomains, CancellationToken ct) =>
        (await TakeAsync(most, lease, exceptDomains, ct)).Recipients;

    /// <summary>As <see cref="LeaseAsync"/>, and tells whose recipients went aside.</summary>
    public Task<QueueLease> TakeAsync(int most, TimeSpan lease, IReadOnlyList<string> exceptDomains, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        return committer.RunAsync(new LeaseRecipients(now, now + lease, most, exceptDomains, Piece), ct);
    }

    /// <summary>Takes recipients that went aside, oldest due first.</summary>
    /// <param name="domains">Destinations that have room for them.</param>
    /// <param name="mostEach">Recipients of each.</param>
    public Task<QueueLease> TakeFromBacklogsAsync(IReadOnlyList<string> domains, int mostEach, TimeSpan lease, CancellationToken ct) =>
        committer.RunAsync(new LeaseBacklogs(clock.GetUtcNow() + lease, domains, mostEach), ct);

    /// <summary>Destinations whose recipients went aside, by name.</summary>
    public ValueTask<IReadOnlyList<string>> ListBacklogsAsync(int most, CancellationToken ct) => reads.ListBacklogsAsync(most, ct);

    /// <summary>Gives leases back that hold still, so that nobody takes them for interrupted.</summary>
    /// <param name="leases">What was leased.</param>
    /// <param name="dueAt">When they are due again; null: when the lease would have ended.</param>
    public Task<int> ReturnAsync(IReadOnlyList<LeaseReturn> leases, DateTimeOffset? dueAt, CancellationToken ct) => committer.RunAsync(new ReturnLeases(leases, dueAt), ct);

    /// <summary>Makes leases that hold still last from now on: who is late asks before it does what can't be undone.</summary>
    /// <returns>How many hold; the others were taken over.</returns>
    public Task<int> ExtendAsync(IReadOnlyList<LeaseReturn> leases, TimeSpan lease, CancellationToken ct) => committer.RunAsync(new ExtendLeases(leases, clock.GetUtcNow() + lease), ct);

    /// <summary>Writes down that a recipient is tried alone, since its leases ended without a word before.</summary>
    /// <returns>False: the lease is lost.</returns>
    public Task<bool> BeginAloneAsync(LeaseReturn lease, CancellationToken ct) => committer.RunAsync(new BeginAlone(lease), ct);

    /// <summary>Makes due at once what a crash left leased. Where other nodes may hold the leases, their end is waited for.</summary>
    public async Task ReclaimAsync(CancellationToken ct)
    {
        if (isShared)
            return;
        while (await committer.RunAsync(new ReclaimLeases(clock.GetUtcNow(), Piece), ct) == Piece)
        {
        }
    }

    /// <summary>
    /// Writes down what became of leased recipients; those that are done leave the queue, and the messages that follow
    /// (a bounce, a local delivery) are stored in the same operation. If any lease is lost, nothing is done.
    /// </summary>
    public Task<SettleResult> SettleAsync(IReadOnlyList<RecipientOutcome> outcomes, IReadOnlyList<QueueFollowUp> followUps, CancellationToken ct) =>
        committer.RunAsync(new SettleRecipients(outcomes, followUps, clock.GetUtcNow()), ct);

    public ValueTask<QueuedMessage?> FindAsync(QueueId message, CancellationToken ct) => reads.FindAsync(message, ct);

    /// <summary>Opens the octets of a queued message: its prefix, then its blob.</summary>
    public ValueTask<BodyReader> OpenBodyAsync(QueuedMessage message, CancellationToken ct) => bodies.OpenAsync(message.Blob, message.Prefix, ct);

    /// <summary>Queued messages by id, from <paramref name="from"/> on.</summary>
    public ValueTask<IReadOnlyList<QueueListing>> ListAsync(QueueId? from, int most, CancellationToken ct) => reads.ListAsync(from, QueueFilter.All, most, ct);

    /// <summary>Queued messages with a recipient that is meant, by id, with all their recipients.</summary>
    public ValueTask<IReadOnlyList<QueueListing>> ListAsync(QueueId? from, QueueFilter which, int most, CancellationToken ct) => reads.ListAsync(from, which, most, ct);

    public ValueTask<QueueListing?> ShowAsync(QueueId message, CancellationToken ct) => reads.ShowAsync(message, ct);

    /// <summary>When the next recipient falls due; null: the queue is empty.</summary>
    public ValueTask<DateTimeOffset?> NextDueAsync(CancellationToken ct) => reads.NextDueAsync(ct);

    /// <summary>Recipients in the queue.</summary>
    public ValueTask<long> CountAsync(CancellationToken ct) => reads.CountAsync(ct);

    /// <summary>Makes the recipients of one message, or of all, due now.</summary>
    /// <returns>How many became due.</returns>
    public Task<int> RetryAsync(QueueId? message, CancellationToken ct) => ChangeAsync(new QueueChange(new QueueFilter { Message = message }) { IsDueNow = true }, ct);

    /// <summary>Holds, releases, hurries, delays or reroutes queued mail, piece by piece.</summary>
    /// <returns>How many recipients that concerns.</returns>
    public async Task<int> ChangeAsync(QueueChange change, CancellationToken ct)
    {
        int changed = 0;
        for (long? after = 0; after is { } last;)
        {
            var step = await committer.RunAsync(new ChangeQueued(change, last, Piece, clock.GetUtcNow()), ct);
            changed += step.Changed;
            after = step.Last;
        }

        return changed;
    }

    /// <summary>What stands still.</summary>
    public ValueTask<IReadOnlyList<QueuePause>> ListPausesAsync(CancellationToken ct) => reads.ListPausesAsync(ct);

    /// <summary>Makes a part of the queue stand still; that survives restarts.</summary>
    /// <returns>False: it stood already.</returns>
    public Task<bool> PauseAsync(PauseKind kind, string name, string reason, CancellationToken ct) => SetPauseAsync(new QueuePause(kind, name, clock.GetUtcNow(), reason), true, ct);

    /// <summary>Lets it go on.</summary>
    /// <returns>False: it did not stand.</returns>
    public Task<bool> ResumeAsync(PauseKind kind, string name, CancellationToken ct) => SetPauseAsync(new QueuePause(kind, name, default, ""), false, ct);

    /// <summary>What lies in the queue; it is counted, so ask seldom.</summary>
    /// <param name="domains">How many destinations are named.</param>
    public ValueTask<QueueDepth> DepthAsync(int domains, CancellationToken ct) => reads.DepthAsync(domains, ct);

    /// <summary>Dead letters by id, from <paramref name="from"/> on; with an address those to or from it.</summary>
    public ValueTask<IReadOnlyList<DeadLetter>> ListDeadAsync(DeadLetterId? from, string? address, int most, CancellationToken ct) => reads.ListDeadAsync(from, address, most, ct);

    /// <summary>Opens the octets of a dead letter.</summary>
    public ValueTask<BodyReader> OpenBodyAsync(DeadLetter letter, CancellationToken ct) => bodies.OpenAsync(letter.Blob, letter.Prefix, ct);

    /// <summary>Puts a dead letter back into the queue.</summary>
    /// <returns>False: there is no such letter.</returns>
    public Task<bool> ReplayAsync(DeadLetterId letter, TimeSpan lifetime, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        return committer.RunAsync(new ReplayDeadLetter(letter, now + lifetime, now), ct);
    }

    /// <summary>Forgets a dead letter, or with null up to <paramref name="most"/> of those whose time is over.</summary>
    /// <returns>How many were forgotten.</returns>
    public Task<int> ForgetAsync(DeadLetterId? letter, int most, CancellationToken ct) => committer.RunAsync(new ForgetDeadLetters(letter, most, clock.GetUtcNow()), ct);

    /// <summary>Takes a message off the queue without a bounce.</summary>
    /// <returns>False: there is no such message.</returns>
    public async Task<bool> RemoveAsync(QueueId message, CancellationToken ct) => await RemoveAsync(new QueueFilter { Message = message }, ct) > 0;

    /// <summary>Takes recipients off the queue without a bounce, piece by piece.</summary>
    /// <returns>How many.</returns>
    public async Task<int> RemoveAsync(QueueFilter which, CancellationToken ct)
    {
        int removed = 0;
        int piece = Piece;
        while (piece == Piece)
        {
            piece = await committer.RunAsync(new RemoveQueued(which, Piece, clock.GetUtcNow()), ct);
            removed += piece;
        }

        return removed;
    }

    private async Task<bool> SetPauseAsync(QueuePause pause, bool stands, CancellationToken ct)
    {
        bool changed = await committer.RunAsync(new SetPause(pause, stands), ct);
        Paused?.Invoke();
        OnDue();
        return changed;
    }
}
