using Aether.Storage.Committing;

namespace Aether.Storage.Reports;

/// <summary>
/// What reports to other domains will tell, and what other operators report about ours. What is seen is noted at no cost to the mail, equal
/// things counted together. Bounded in memory and in the store.
/// </summary>
public sealed class ReportStore : IAsyncDisposable
{
    private const int MaxPending = 20_000;
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);
    private readonly ICommitter committer;
    private readonly IReportReads reads;
    private readonly TimeProvider clock;
    private readonly Lock gate = new();
    private readonly WriteBehind<ReportTally> behind;
    private readonly Dictionary<ReportTally, long> pending = [];

    internal ReportStore(ICommitter committer, IReportReads reads, ReportBounds bounds, TimeProvider clock)
    {
        (this.committer, this.reads, this.clock) = (committer, reads, clock);
        behind = new WriteBehind<ReportTally>(Every, Take, (piece, ct) => committer.RunAsync(new AddTallies(piece, bounds, clock.GetUtcNow()), ct), clock);
    }

    /// <summary>What was seen and not written down, as there was no room for it or no store.</summary>
    public long Dropped => behind.Dropped;

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
                behind.Drop();
        }
    }

    /// <summary>Takes the next report that is due, for as long as <paramref name="lease"/>: in a cluster, one node has it.</summary>
    /// <param name="early">Also those whose day is not over.</param>
    /// <returns>Null: none is due.</returns>
    public async Task<DueReport?> LeaseAsync(bool early, TimeSpan lease, CancellationToken ct)
    {
        await behind.FlushAsync(ct);
        var now = clock.GetUtcNow();
        return await committer.RunAsync(new LeaseReport(early ? DateTimeOffset.MaxValue : now, now, now + lease), ct);
    }

    /// <summary>What it tells.</summary>
    public ValueTask<IReadOnlyList<ReportTally>> ListTalliesAsync(DueReport report, CancellationToken ct) => reads.ListTalliesAsync(report, ct);

    /// <summary>Reports that are being collected or wait to be sent.</summary>
    public async ValueTask<IReadOnlyList<DueReport>> ListDueAsync(int most, CancellationToken ct)
    {
        await behind.FlushAsync(ct);
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

    public ValueTask DisposeAsync() => behind.DisposeAsync();

    // In one order, so that nodes that write at the same time wait for each other and for nobody else.
    private List<ReportTally> Take()
    {
        lock (gate)
        {
            List<ReportTally> taken = [.. pending.Select(seen => seen.Key with { Count = seen.Value }).OrderBy(tally => tally.Kind).ThenBy(tally => tally.Domain, StringComparer.Ordinal).ThenBy(tally => tally.Day)];
            pending.Clear();
            return taken;
        }
    }

    // Text of PostgreSQL can't hold a NUL, and a peer's words may.
    private static string Clean(string text) => text.Replace("\0", "", StringComparison.Ordinal);
}
