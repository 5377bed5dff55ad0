using Aether.Storage.Accounts;
using Aether.Storage.Changes;

namespace Aether.Storage.Redis;

/// <summary>
/// Looks every few seconds whether an account that somebody here listens to has moved on without a hint. With it a hint
/// that is lost costs seconds of latency and nothing else. Needed only where other nodes write to the same database.
/// </summary>
internal sealed class MissedChanges : IAsyncDisposable
{
    public static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    private const int Piece = 500;

    private readonly ChangeFeed feed;
    private readonly IDirectoryReads reads;
    private readonly TimeProvider clock;
    private readonly CancellationTokenSource stopping = new();
    private readonly SemaphoreSlim early = new(0, 1);
    private readonly Task looking;
    private Dictionary<AccountId, ModSeq> known = [];

    public MissedChanges(ChangeFeed feed, IDirectoryReads reads, TimeProvider clock)
    {
        (this.feed, this.reads, this.clock) = (feed, reads, clock);
        looking = LookAgainAndAgainAsync();
    }

    /// <summary>Hints may have been lost just now: looks at once.</summary>
    public void LookNow()
    {
        lock (early)
        {
            if (early.CurrentCount == 0)
                early.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await looking;
        stopping.Dispose();
        early.Dispose();
    }

    private async Task LookAgainAndAgainAsync()
    {
        var ct = stopping.Token;
        try
        {
            while (true)
            {
                await WaitAsync(ct);
                await LookAsync(ct);
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // The store closes.
        }
    }

    private async Task WaitAsync(CancellationToken ct)
    {
        using var late = new CancellationTokenSource(Every, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, ct);
        try
        {
            await early.WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            // It is time.
        }
    }

    private async Task LookAsync(CancellationToken ct)
    {
        var current = new Dictionary<AccountId, ModSeq>();
        try
        {
            foreach (var accounts in feed.Listened.Chunk(Piece))
            {
                foreach (var (account, modSeq) in await reads.ModSeqsAsync(accounts, ct))
                    current[account] = modSeq;
            }
        }
        catch (StoreUnavailableException)
        {
            return; // The database is away: nothing can have been missed, or it is found at the next look.
        }

        foreach (var (account, modSeq) in current)
        {
            if (!known.TryGetValue(account, out var before) || before < modSeq)
                feed.Hear(new ChangeHint(account, null, modSeq));
        }

        known = current;
    }
}
