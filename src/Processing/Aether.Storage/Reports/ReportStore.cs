using Aether.Storage.Committing;

namespace Aether.Storage.Reports;

/// <summary>
/// What reports to other domains will tell, and what other operators report about ours. What is seen is noted at no cost to the mail: equal
/// things are counted together and written down within seconds, so a crash may lose what was noted last. Bounded in memory and in the store.
/// </summary>
public sealed class ReportStore : IAsyncDisposable
{
    private const int MaxPending = 20_000;
    private const int Piece = 500;
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);
    private readonly ICommitter committer;
    private readonly IReportReads reads;
    private readonly TimeProvider clock;
    private readonly ReportBounds bounds;
    private readonly Lock gate = new();
    private readonly SemaphoreSlim writing = new(1);
    private readonly ITimer timer;
    private Dictionary<ReportTally, long> pending = [];
    private long dropped;
    private bool isDisposed;

    internal ReportStore(ICommitter committer, IReportReads reads, ReportBounds bounds, TimeProvider clock)
    {
        (this.committer, this.reads, this.bounds, this.clock) = (committer, reads, bounds, clock);
        timer = clock.CreateTimer(static state => ((ReportStore)state!).OnTimer(), this, Every, Every);
    }

    /// <summary>What was seen and not written down, as there was no room for it or no store.</summary>
    public long Dropped => Interlocked.Read(ref dropped);

    /// <summary>Notes that something was seen once, now.</summary>
    public void Note(ReportKind kind, string domain, string detail)
    {
        var seen = new ReportTally(kind, domain, ReportTally.DayOf(clock.GetUtcNow()), Clean(detail), 1);
        lock (gate)
        {
            if (pending.TryGetValue(seen, out long count))
                pending[seen] = count + 1;
            else if (pending.Count < MaxPending)
                pending.Add(seen, 1);
            else
                Interlocked.Increment(ref dropped);
        }
    }

    /// <summary>Takes the next report that is due, for as long as <paramref name="lease"/>: in a cluster, one node has it.</summary>
    /// <param name="early">Also those whose day is not over.</param>
    /// <returns>Null: none is due.</returns>
    public async Task<DueReport?> LeaseAsync(bool early, TimeSpan lease, CancellationToken ct)
    {
        await FlushAsync(ct);
        var now = clock.GetUtcNow();
        return await committer.RunAsync(new LeaseReport(early ? DateTimeOffset.MaxValue : now, now, now + lease), ct);
    }

    /// <summary>What it tells.</summary>
    public ValueTask<IReadOnlyList<ReportTally>> ListTalliesAsync(DueReport report, CancellationToken ct) => reads.ListTalliesAsync(report, ct);

    /// <summary>Reports that are being collected or wait to be sent.</summary>
    public async ValueTask<IReadOnlyList<DueReport>> ListDueAsync(int most, CancellationToken ct)
    {
        await FlushAsync(ct);
        return await reads.ListDueAsync(most, ct);
    }

    /// <summary>It could not be sent now.</summary>
    public Task<bool> DelayAsync(DueReport report, TimeSpan wait, CancellationToken ct) => committer.RunAsync(new DelayReport(report.Id, clock.GetUtcNow() + wait), ct);

    /// <summary>It is sent, or nobody wants it.</summary>
    public Task<bool> EndAsync(DueReport report, CancellationToken ct) => committer.RunAsync(new EndReport(report.Id), ct);

    /// <returns>False: it was here already.</returns>
    public Task<bool> AddAsync(ReceivedReport report, IReadOnlyList<ReportSource> sources, CancellationToken ct) =>
        committer.RunAsync(new AddReceivedReport(report with { Content = Clean(report.Content) }, sources), ct);

    /// <summary>Received reports, the latest first.</summary>
    public ValueTask<IReadOnlyList<ReceivedReport>> ListAsync(ReportKind kind, string? domain, long? before, int most, CancellationToken ct) => reads.ListReceivedAsync(kind, domain, before, most, ct);

    /// <returns>Null: there is no such report.</returns>
    public ValueTask<ReceivedReport?> FindAsync(ReportKind kind, long id, CancellationToken ct) => reads.FindReceivedAsync(kind, id, ct);

    /// <summary>What one report says of each source.</summary>
    public ValueTask<IReadOnlyList<ReportSource>> ListSourcesAsync(long report, CancellationToken ct) => reads.ListSourcesAsync(report, ct);

    /// <summary>What the reports of the last time say together, the busiest source first.</summary>
    public ValueTask<IReadOnlyList<ReportSource>> SumSourcesAsync(string domain, TimeSpan reach, int most, CancellationToken ct) => reads.SumSourcesAsync(domain, clock.GetUtcNow() - reach, most, ct);

    /// <summary>What reports that end behind a time say, apart by the domain that DMARC stood behind when they came.</summary>
    public ValueTask<IReadOnlyList<(string Verified, ReportSource Source)>> SumVerifiedAsync(string domain, DateTimeOffset from, int most, CancellationToken ct) => reads.SumVerifiedAsync(domain, from, most, ct);

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref isDisposed, true))
            return;
        await timer.DisposeAsync();
        await FlushAsync(CancellationToken.None);
        writing.Dispose();
    }

    private void OnTimer()
    {
        if (writing.CurrentCount > 0 && pending.Count > 0)
            _ = FlushAsync(CancellationToken.None);
    }

    /// <summary>Ends when everything noted before is written.</summary>
    private async Task FlushAsync(CancellationToken ct)
    {
        await writing.WaitAsync(ct);
        try
        {
            Dictionary<ReportTally, long> taken;
            lock (gate)
                (taken, pending) = (pending, []);

            // In one order, so that nodes that write at the same time wait for each other and for nobody else.
            var ordered = taken.Select(seen => seen.Key with { Count = seen.Value }).OrderBy(tally => tally.Kind).ThenBy(tally => tally.Domain, StringComparer.Ordinal).ThenBy(tally => tally.Day);
            foreach (var piece in ordered.Chunk(Piece))
                await WriteAsync(piece, ct);
        }
        finally
        {
            writing.Release();
        }
    }

    private async Task WriteAsync(ReportTally[] piece, CancellationToken ct)
    {
        try
        {
            int lost = await committer.RunAsync(new AddTallies(piece, bounds, clock.GetUtcNow()), ct);
            Interlocked.Add(ref dropped, lost);
        }
        catch (StoreUnavailableException)
        {
            Interlocked.Add(ref dropped, piece.Length); // mail matters more than what is told of it
        }
    }

    // Text of PostgreSQL can't hold a NUL, and a peer's words may.
    private static string Clean(string text) => text.Replace("\0", "", StringComparison.Ordinal);
}
