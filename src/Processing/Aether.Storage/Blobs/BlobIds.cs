using Aether.Storage.Committing;

namespace Aether.Storage.Blobs;

/// <summary>Ids of blobs that have to be known before their row is written. One that is not used after all is never used.</summary>
internal sealed class BlobIds(ICommitter committer) : IDisposable
{
    private const int Block = 100;

    private readonly SemaphoreSlim gate = new(1);
    private readonly Queue<BlobId> reserved = new();

    /// <exception cref="StoreUnavailableException">The store takes nothing at the moment.</exception>
    public async ValueTask<BlobId> TakeAsync(CancellationToken ct)
    {
        await gate.WaitAsync(ct);
        try
        {
            if (reserved.Count == 0)
            {
                foreach (long id in await committer.RunAsync(new ReserveBlobIds(Block), ct))
                    reserved.Enqueue(new BlobId(id));
            }

            return reserved.Dequeue();
        }
        finally
        {
            gate.Release();
        }
    }

    public void Dispose() => gate.Dispose();
}
