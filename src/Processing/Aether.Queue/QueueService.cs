using Aether.Storage;
using Aether.Storage.Queue;

namespace Aether.Queue;

/// <summary>What an operator does with the queue, for CLI, REST and console alike.</summary>
public sealed class QueueService(MailStore store)
{
    public const int MaxPage = 1_000;

    /// <summary>Queued messages by id.</summary>
    /// <param name="from">The first id wanted; null from the start. The next page starts one behind the last id of this one.</param>
    public ValueTask<IReadOnlyList<QueueListing>> ListAsync(QueueId? from, int most, CancellationToken ct) =>
        store.Queue.ListAsync(from, Math.Clamp(most, 1, MaxPage), ct);

    /// <returns>Null: there is no such message.</returns>
    public ValueTask<QueueListing?> ShowAsync(QueueId message, CancellationToken ct) => store.Queue.ShowAsync(message, ct);

    /// <summary>Makes recipients due now: of one message, or with null of all.</summary>
    /// <returns>How many became due; those under way are left alone.</returns>
    public Task<int> RetryAsync(QueueId? message, CancellationToken ct) => store.Queue.RetryAsync(message, ct);

    /// <summary>Takes a message off the queue; nobody is told.</summary>
    /// <returns>False: there is no such message.</returns>
    public Task<bool> RemoveAsync(QueueId message, CancellationToken ct) => store.Queue.RemoveAsync(message, ct);

    /// <summary>Recipients in the queue.</summary>
    public ValueTask<long> CountAsync(CancellationToken ct) => store.Queue.CountAsync(ct);
}
