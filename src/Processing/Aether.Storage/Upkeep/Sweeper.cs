using Aether.Storage.Blobs.S3;
using Aether.Storage.Certificates;
using Aether.Storage.Committing;
using Aether.Storage.Grants;
using Aether.Storage.Logins;
using Aether.Storage.Queue;
using Aether.Storage.Reports;
using Aether.Storage.Suppressions;
using Aether.Storage.Threads;
using Aether.Storage.TlsPolicies;
using Aether.Storage.Tracing;

namespace Aether.Storage.Upkeep;

/// <summary>Takes away what nobody can reach any more, in operations small enough that nobody waits behind them.</summary>
public sealed class Sweeper
{
    private const int Piece = 200;

    private static readonly TimeSpan FirstCollection = TimeSpan.FromDays(1);
    private static readonly TimeSpan BetweenCollections = TimeSpan.FromDays(7);

    private readonly ICommitter committer;
    private readonly TimeProvider clock;
    private readonly StoreOptions options;
    private readonly SweeperTools tools;
    private DateTimeOffset? nextCollection;
    private AccountId pruned = new(0);

    internal Sweeper(ICommitter committer, TimeProvider clock, StoreOptions options, SweeperTools tools)
    {
        this.committer = committer;
        this.clock = clock;
        this.options = options;
        this.tools = tools;
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
        while (await committer.RunAsync(new ForgetTlsPolicies(Piece, now), ct) > 0)
            ct.ThrowIfCancellationRequested();
        while (await committer.RunAsync(new ForgetCertificateItems(now, Piece), ct) > 0)
            ct.ThrowIfCancellationRequested();
        while (await committer.RunAsync(new ForgetReports(now - options.ReportKeep, Piece), ct) > 0)
            ct.ThrowIfCancellationRequested();
        while (await committer.RunAsync(new ForgetSuppressions(Piece, now), ct) > 0)
            ct.ThrowIfCancellationRequested();
        while (await committer.RunAsync(new ForgetTrace(now - options.TraceKeep, Piece), ct) > 0)
            ct.ThrowIfCancellationRequested();
        while (await committer.RunAsync(new ForgetLogins(now - options.LoginHistoryKeep, Piece), ct) > 0)
            ct.ThrowIfCancellationRequested();
        while (await committer.RunAsync(new ForgetGrants(now, now - GrantStore.KeptKeys, now - GrantStore.UnusedClient, Piece), ct) > 0)
            ct.ThrowIfCancellationRequested();
        while (await committer.RunAsync(new ForgetDeadLetters(null, Piece, now), ct) > 0)
            ct.ThrowIfCancellationRequested();
        while (await committer.RunAsync(new CollectBlobs(now, Piece), ct) is { Count: > 0 } collected)
            await DeleteAsync(collected.Objects, ct);
        await PruneAsync(now, ct);
        await tools.Messages.SweepRowFilesAsync(ct);
        await tools.Compactor.RunAsync(ct);
        await CollectObjectsAsync(now, ct);
    }

    /// <summary>Looks at the change logs of a part of the accounts, and goes on behind them the next time: a look at each of a million would never end.</summary>
    private async Task PruneAsync(DateTimeOffset now, CancellationToken ct)
    {
        for (int looked = 0; looked < options.SweptAccounts;)
        {
            var (next, done) = await committer.RunAsync(new PruneChangeLog(pruned, now, options.ChangeLogKeep, options.ChangeLogRows, Math.Min(Piece, options.SweptAccounts - looked)), ct);
            pruned = next ?? new AccountId(0);
            if (next is null)
                return;
            looked += done;
            ct.ThrowIfCancellationRequested();
        }
    }

    /// <summary>What is not removed now is removed by the collector of objects: no row knows it any more.</summary>
    private async Task DeleteAsync(IReadOnlyList<ObjectKey> keys, CancellationToken ct)
    {
        if (tools.Objects is not { } objects)
            return;
        foreach (var key in keys)
            await objects.DeleteAsync(key, ct);
    }

    /// <summary>Looks through the bucket each week; for the first time some hours after a start, so that the nodes of a cluster do not do it together.</summary>
    private async Task CollectObjectsAsync(DateTimeOffset now, CancellationToken ct)
    {
        if (tools.Collector is null || now < nextCollection)
            return;
        if (nextCollection is not null)
            await tools.Collector.CollectAsync(ct);
        nextCollection = now + (nextCollection is null ? FirstCollection * Random.Shared.NextDouble() : BetweenCollections);
    }
}
