namespace Aether.Storage.Queue;

/// <summary>The queries on the queue, one implementation an engine.</summary>
internal interface IQueueReads
{
    ValueTask<QueuedMessage?> FindAsync(QueueId message, CancellationToken ct);

    ValueTask<IReadOnlyList<QueueListing>> ListAsync(QueueId? from, QueueFilter which, int most, CancellationToken ct);

    ValueTask<QueueListing?> ShowAsync(QueueId message, CancellationToken ct);

    ValueTask<DateTimeOffset?> NextDueAsync(CancellationToken ct);

    ValueTask<IReadOnlyList<QueuePause>> ListPausesAsync(CancellationToken ct);

    ValueTask<IReadOnlyList<string>> ListBacklogsAsync(int most, CancellationToken ct);

    ValueTask<QueueDepth> DepthAsync(int domains, CancellationToken ct);

    ValueTask<long> CountAsync(CancellationToken ct);

    ValueTask<IReadOnlyList<DeadLetter>> ListDeadAsync(DeadLetterId? from, string? address, int most, CancellationToken ct);
}
