using Aether.Storage.Committing;

namespace Aether.Storage.Reports;

/// <summary>
/// What reports to other domains will tell, and what other operators report about ours. What is seen is noted at no cost to the mail, equal
/// things counted together. Bounded in memory and in the store.
/// </summary>
public sealed class ReportStore : IAsyncDisposable
{
    private readonly ICommitter committer;
    private readonly IReportReads reads;
    private readonly TimeProvider clock;
    private readonly PendingTallies tallies;
    private readonly PendingTallies failures;

    /// <param name="failureBounds">Of failures of single messages: what is told of one is long.</param>
    internal ReportStore(ICommitter committer, IReportReads reads, ReportBounds bounds, ReportBounds failureBounds, TimeProvider clock)
    {
        (this.committer, this.reads, this.clock) = (committer, reads, clock);
        tallies = new PendingTallies(committer, bounds, clock);
        failures = new PendingTallies(committer, failureBounds, clock);
    }

    /// <summary>What was seen and not written down, as there was no room for it or no store.</summary>
    public long Dropped => tallies.Dropped + failures.Dropped;

    /// <summary>Notes that something was seen once, now.</summary>
    public void Note(ReportKind kind, string domain, string detail)
    {
        string clean = Clean(detail);
        int day = ReportTally.DayOf(kind, clock.GetUtcNow());
        tallies.Note(kind, domain, day, clean, () => new ReportTally(kind, domain, day, clean, 1));
    }

    /// <summary>Notes that a message failed, now.</summary>
    /// <param name="incident">What makes it the same failure as another: it is counted with that then.</param>
    /// <param name="detail">Tells of this one; asked for where it is the first. Quick.</param>
    public void NoteFailure(string domain, string incident, Func<string> detail)
    {
        int day = ReportTally.DayOf(ReportKind.Failure, clock.GetUtcNow());
        failures.Note(ReportKind.Failure, domain, day, incident, () => new ReportTally(ReportKind.Failure, domain, day, Clean(detail()), 1) { Incident = incident });
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

    /// <summary>What the reports of a kind of the last time say together, the busiest source first.</summary>
    public ValueTask<IReadOnlyList<ReportSource>> SumSourcesAsync(ReportKind kind, string domain, TimeSpan reach, int most, CancellationToken ct) => reads.SumSourcesAsync(kind, domain, clock.GetUtcNow() - reach, most, ct);

    /// <summary>What reports of all messages that end behind a time say, apart by the domain that DMARC stood behind when they came.</summary>
    public ValueTask<IReadOnlyList<(string Verified, ReportSource Source)>> SumVerifiedAsync(string domain, DateTimeOffset from, int most, CancellationToken ct) => reads.SumVerifiedAsync(domain, from, most, ct);

    public async ValueTask DisposeAsync()
    {
        await tallies.DisposeAsync();
        await failures.DisposeAsync();
    }

    private async Task FlushAsync(CancellationToken ct)
    {
        await tallies.FlushAsync(ct);
        await failures.FlushAsync(ct);
    }

    // Text of PostgreSQL can't hold a NUL, and a peer's words may.
    private static string Clean(string text) => text.Replace("\0", "", StringComparison.Ordinal);
}
