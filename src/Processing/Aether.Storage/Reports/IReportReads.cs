namespace Aether.Storage.Reports;

/// <summary>The queries on reports, one implementation an engine.</summary>
internal interface IReportReads
{
    ValueTask<IReadOnlyList<ReportTally>> ListTalliesAsync(DueReport report, CancellationToken ct);

    ValueTask<IReadOnlyList<DueReport>> ListDueAsync(int most, CancellationToken ct);

    /// <param name="domain">Null: of all domains.</param>
    /// <param name="before">Those older than this one; null: the newest.</param>
    ValueTask<IReadOnlyList<ReceivedReport>> ListReceivedAsync(ReportKind kind, string? domain, long? before, int most, CancellationToken ct);

    ValueTask<ReceivedReport?> FindReceivedAsync(ReportKind kind, long id, CancellationToken ct);

    ValueTask<IReadOnlyList<ReportSource>> ListSourcesAsync(long report, CancellationToken ct);

    /// <summary>What the reports of a kind that end behind a time say together, the busiest first.</summary>
    ValueTask<IReadOnlyList<ReportSource>> SumSourcesAsync(ReportKind kind, string domain, DateTimeOffset from, int most, CancellationToken ct);

    /// <summary>The same apart by who wrote them, of reports of all messages (<see cref="ReportKind.Dmarc"/>) that DMARC stood behind.</summary>
    ValueTask<IReadOnlyList<(string Verified, ReportSource Source)>> SumVerifiedAsync(string domain, DateTimeOffset from, int most, CancellationToken ct);
}
