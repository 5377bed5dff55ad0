using Aether.Storage.Committing;
using Aether.Storage.Threads;

namespace Aether.Storage.Upkeep;

/// <summary>Takes away what nobody can reach any more, in operations small enough that nobody waits behind them.</summary>
public sealed class Sweeper
{
    private const int Piece = 200;

    private readonly Committer committer;
    private readonly TimeProvider clock;

    internal Sweeper(Committer committer, TimeProvider clock)
    {
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
        while (await committer.RunAsync(new CollectBlobs(now, Piece), ct) > 0)
            ct.ThrowIfCancellationRequested();
    }
}
