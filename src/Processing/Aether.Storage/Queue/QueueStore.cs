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
    private readonly Committer committer;
    private readonly IQueueReads reads;
    private readonly BodyStore bodies;
    private readonly TimeProvider clock;

    internal QueueStore(Committer committer, IQueueReads reads, BodyStore bodies, TimeProvider clock)
    {
        this.committer = committer;
        this.reads = reads;
        this.bodies = bodies;
        this.clock = clock;
        committer.QueueDue += OnDue;
    }

    /// <summary>Recipients became due; raised on the committing thread or by news of another node, so a handler only wakes somebody.</summary>
    public event Action? Due;

    internal void OnDue() => Due?.Invoke();

    /// <summary>Takes up to <paramref name="most"/> due recipients, oldest due first.</summary>
    /// <param name="exceptDomains">Destinations that have all the workers they may have.</param>
    public Task<IReadOnlyList<LeasedRecipient>> LeaseAsync(int most, TimeSpan lease, IReadOnlyList<string> exceptDomains, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        return committer.RunAsync(new LeaseRecipients(now, now + lease, most, exceptDomains), ct);
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
    public ValueTask<IReadOnlyList<QueueListing>> ListAsync(QueueId? from, int most, CancellationToken ct) => reads.ListAsync(from, most, ct);

    public ValueTask<QueueListing?> ShowAsync(QueueId message, CancellationToken ct) => reads.ShowAsync(message, ct);

    /// <summary>When the next recipient falls due; null: the queue is empty.</summary>
    public ValueTask<DateTimeOffset?> NextDueAsync(CancellationToken ct) => reads.NextDueAsync(ct);

    /// <summary>Recipients in the queue.</summary>
    public ValueTask<long> CountAsync(CancellationToken ct) => reads.CountAsync(ct);

    /// <summary>Makes the recipients of one message, or of all, due now.</summary>
    /// <returns>How many became due.</returns>
    public Task<int> RetryAsync(QueueId? message, CancellationToken ct) => committer.RunAsync(new RetryQueued(message, clock.GetUtcNow()), ct);

    /// <summary>Takes a message off the queue without a bounce.</summary>
    /// <returns>False: there is no such message.</returns>
    public Task<bool> RemoveAsync(QueueId message, CancellationToken ct) => committer.RunAsync(new RemoveQueued(message, clock.GetUtcNow()), ct);
}
