namespace Aether.Storage.Queue;

/// <summary>The queries on the queue, one implementation an engine.</summary>
internal interface IQueueReads
{
    ValueTask<QueuedMessage?> FindAsync(QueueId message, CancellationToken ct);

    ValueTask<IReadOnlyList<QueueListing>> ListAsync(QueueId? from, int most, CancellationToken ct);

    ValueTask<QueueListing?> ShowAsync(QueueId message, CancellationToken ct);

    ValueTask<DateTimeOffset?> NextDueAsync(CancellationToken ct);

    ValueTask<long> CountAsync(CancellationToken ct);
}
