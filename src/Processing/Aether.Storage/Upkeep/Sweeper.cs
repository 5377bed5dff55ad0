using Aether.Storage.Committing;
using Aether.Storage.Threads;

namespace Aether.Storage.Upkeep;

/// <summary>Takes away what nobody can reach any more, in operations small enough that nobody waits behind them.</summary>
public sealed class Sweeper
{
    private const int Piece = 200;

    private readonly Committer committer;
    private readonly TimeProvider clock;
    private readonly StoreOptions options;
    private readonly SegmentCompactor compactor;

    internal Sweeper(Committer committer, TimeProvider clock, StoreOptions options, SegmentCompactor compactor)
    {
        this.committer = committer;
        this.clock = clock;
        this.options = options;
        this.compactor = compactor;
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
        for (AccountId? next = new AccountId(0); next is { } after;)
        {
            next = await committer.RunAsync(new PruneChangeLog(after, now, options.ChangeLogKeep, options.ChangeLogRows), ct);
            ct.ThrowIfCancellationRequested();
        }
        await compactor.RunAsync(ct);
    }
}
