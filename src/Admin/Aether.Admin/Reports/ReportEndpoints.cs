using Aether.Admin.Contracts;
using Aether.Queue.Reports;
using Aether.Storage.Reports;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Aether.Admin.Reports;

/// <summary>Reports about our domains, and the way of those about others.</summary>
internal static class ReportEndpoints
{
    private const int Page = 100;
    private const int Reach = 30;
    private const int MaxReach = 3650;

    public static void MapReports(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/reports/tls", (ReportService reports, string? domain, long? before, int? limit, CancellationToken ct) => ListAsync(reports, ReportKind.Tls, domain, before, limit, ct));
        routes.MapGet("/reports/dmarc", (ReportService reports, string? domain, long? before, int? limit, CancellationToken ct) => ListAsync(reports, ReportKind.Dmarc, domain, before, limit, ct));
        routes.MapGet("/reports/failures", (ReportService reports, string? domain, long? before, int? limit, CancellationToken ct) => ListAsync(reports, ReportKind.Failure, domain, before, limit, ct));
        routes.MapGet("/reports/tls/{id:long}", ShowTlsAsync);
        routes.MapGet("/reports/dmarc/{id:long}", ShowDmarcAsync);
        routes.MapGet("/reports/failures/{id:long}", ShowFailureAsync);
        routes.MapGet("/reports/dmarc/sources/{domain}", (string domain, int? days, int? limit, ReportService reports, CancellationToken ct) => SourcesAsync(ReportKind.Dmarc, domain, days, limit, reports, ct));
        routes.MapGet("/reports/failures/sources/{domain}", (string domain, int? days, int? limit, ReportService reports, CancellationToken ct) => SourcesAsync(ReportKind.Failure, domain, days, limit, reports, ct));
        routes.MapGet("/reports/due", DueAsync);
        routes.MapPost("/reports/send", SendAsync);
    }

    private static async Task<IResult> ListAsync(ReportService reports, ReportKind kind, string? domain, long? before, int? limit, CancellationToken ct)
    {
        var found = await reports.ListAsync(kind, domain, before, limit ?? Page, ct);
        return TypedResults.Json<IReadOnlyList<ReportView>>([.. found.Select(View)], AdminJson.Default.IReadOnlyListReportView);
    }

    private static async Task<IResult> ShowTlsAsync(long id, ReportService reports, CancellationToken ct) =>
        await reports.FindTlsAsync(id, ct) is { } found ? TypedResults.Json(new TlsReportView(View(found.Report), found.Content), AdminJson.Default.TlsReportView) : Problems.NotFound($"report {id}");

    private static async Task<IResult> ShowDmarcAsync(long id, ReportService reports, CancellationToken ct) => await reports.FindDmarcAsync(id, ct) is { } found
        ? TypedResults.Json(new DmarcReportView(View(found.Report), found.Content, found.Sources), AdminJson.Default.DmarcReportView)
        : Problems.NotFound($"report {id}");

    private static async Task<IResult> ShowFailureAsync(long id, ReportService reports, CancellationToken ct) => await reports.FindFailureAsync(id, ct) is { } found
        ? TypedResults.Json(new FailureReportView(View(found.Report), found.Content, found.Sources), AdminJson.Default.FailureReportView)
        : Problems.NotFound($"report {id}");

    private static async Task<IResult> SourcesAsync(ReportKind kind, string domain, int? days, int? limit, ReportService reports, CancellationToken ct) => TypedResults.Json(
        await reports.SourcesAsync(kind, domain, TimeSpan.FromDays(Math.Clamp(days ?? Reach, 1, MaxReach)), limit ?? Page, ct), AdminJson.Default.IReadOnlyListReportSource);

    private static async Task<IResult> DueAsync(ReportService reports, int? limit, CancellationToken ct)
    {
        var found = await reports.ListDueAsync(limit ?? Page, ct);
        return TypedResults.Json<IReadOnlyList<DueReportView>>(
            [.. found.Select(due => new DueReportView(ReportMetrics.NameOf(due.Kind), due.Domain, due.Since, due.Due, due.Attempts))], AdminJson.Default.IReadOnlyListDueReportView);
    }

    private static async Task<IResult> SendAsync(ReportService reports, bool? early, CancellationToken ct)
    {
        var run = await reports.SendAsync(early is true, ct);
        return TypedResults.Json(new ReportRunView(run.Sent, run.Unwanted, run.PutOff), AdminJson.Default.ReportRunView);
    }

    private static ReportView View(ReceivedReport report) => new(
        report.Id, report.Domain, report.Organization, report.ReportId, report.Begin, report.End, report.Received, report.Sender, report.Passed, report.Failed);
}
