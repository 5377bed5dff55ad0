using Aether.Storage.Blobs.S3;
using Aether.Storage.Committing;
using Aether.Storage.Threads;

namespace Aether.Storage.Upkeep;

/// <summary>Takes away what nobody can reach any more, in operations small enough that nobody waits behind them.</summary>
public sealed class Sweeper
{
    private const int Piece = 200;

    private readonly Committer committer;
    private readonly TimeProvider clock;
    private readonly S3Blobs? objects;

    internal Sweeper(Committer committer, TimeProvider clock, S3Blobs? objects)
    {
        this.objects = objects;
        this.committer = committer;
        this.clock = clock;
    }

    /// <summary>Sweeps all that is due.</summary>
    public async Task SweepAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        while (await committer.RunAsync(new EnterReferences(Piece), ct) > 0)
            ct.ThrowIfCancellationRequested();
        while (await committer.RunAsync(new PurgeAccount(now, Piece), ct) > 0)
            ct.ThrowIfCancellationRequested();
        while (await committer.RunAsync(new CollectExpunged(now, Piece), ct) > 0)
            ct.ThrowIfCancellationRequested();
        while (await committer.RunAsync(new CollectBlobs(now, Piece), ct) is { Count: > 0 } collected)
        {
            foreach (var key in collected.Objects)
                await objects!.DeleteAsync(key, ct); // If not now, then by the collector of objects: no row knows it any more.
        }
    }
}
