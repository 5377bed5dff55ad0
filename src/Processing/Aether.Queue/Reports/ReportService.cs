using System.Text.Json;
using Aether.Storage.Reports;
using Aether.Validation.DmarcReports;
using Aether.Validation.Failures;
using Aether.Validation.TlsReports;

namespace Aether.Queue.Reports;

/// <summary>What an operator does with reports, for CLI, REST and console alike.</summary>
public sealed class ReportService(ReportStore reports, ReportSender sender)
{
    public const int MaxPage = 1_000;

    /// <summary>Reports about our domains, the latest first.</summary>
    /// <param name="before">Those older than this one; null: the newest.</param>
    public ValueTask<IReadOnlyList<ReceivedReport>> ListAsync(ReportKind kind, string? domain, long? before, int most, CancellationToken ct) =>
        reports.ListAsync(kind, domain?.ToLowerInvariant(), before, Math.Clamp(most, 1, MaxPage), ct);

    /// <returns>Null: there is no such report.</returns>
    public async ValueTask<(ReceivedReport Report, TlsReport Content)?> FindTlsAsync(long id, CancellationToken ct) =>
        await reports.FindAsync(ReportKind.Tls, id, ct) is { } report && JsonSerializer.Deserialize(report.Content, TlsJson.Default.TlsReport) is { } content ? (report, content) : null;

    /// <returns>Null: there is no such report.</returns>
    public async ValueTask<(ReceivedReport Report, DmarcReportSummary Content, IReadOnlyList<ReportSource> Sources)?> FindDmarcAsync(long id, CancellationToken ct) =>
        await reports.FindAsync(ReportKind.Dmarc, id, ct) is { } report && JsonSerializer.Deserialize(report.Content, DmarcJson.Default.DmarcReportSummary) is { } content
            ? (report, content, await reports.ListSourcesAsync(id, ct))
            : null;

    /// <returns>Null: there is no such report.</returns>
    public async ValueTask<(ReceivedReport Report, FailureSummary Content, IReadOnlyList<ReportSource> Sources)?> FindFailureAsync(long id, CancellationToken ct) =>
        await reports.FindAsync(ReportKind.Failure, id, ct) is { } report && JsonSerializer.Deserialize(report.Content, FailureJson.Default.FailureSummary) is { } content
            ? (report, content, await reports.ListSourcesAsync(id, ct))
            : null;

    /// <summary>Who sends in the name of a domain, as all reports of the last time say together; the busiest first.</summary>
    /// <param name="kind">Of all messages, or of single ones that failed.</param>
    public ValueTask<IReadOnlyList<ReportSource>> SourcesAsync(ReportKind kind, string domain, TimeSpan reach, int most, CancellationToken ct) =>
        reports.SumSourcesAsync(kind, domain.ToLowerInvariant(), reach, Math.Clamp(most, 1, MaxPage), ct);

    /// <summary>Reports to other domains that are being collected, or wait to be sent.</summary>
    public ValueTask<IReadOnlyList<DueReport>> ListDueAsync(int most, CancellationToken ct) => reports.ListDueAsync(Math.Clamp(most, 1, MaxPage), ct);

    /// <summary>Sends what is due, and with <paramref name="early"/> what was collected today as well.</summary>
    public Task<ReportRun> SendAsync(bool early, CancellationToken ct) => sender.SendAsync(early, ct);
}
