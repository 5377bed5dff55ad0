using Aether.Admin.Contracts;
using Aether.Storage;
using Aether.Storage.Backup;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Aether.Admin.Store;

/// <summary>The store as a whole: verify, back up, restore, and its search index. Each takes as long as it takes; who asked waits, and giving up ends it.</summary>
internal static class StoreEndpoints
{
    public static void MapStore(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/store/verify", VerifyAsync);
        routes.MapPost("/store/backup", BackupAsync);
        routes.MapPost("/store/restore", RestoreAsync);
        routes.MapGet("/search", ShowSearchAsync);
        routes.MapPost("/search/rebuild", RebuildSearchAsync);
    }

    private static async Task<IResult> VerifyAsync(MailStore store, CancellationToken ct)
    {
        var report = await store.Verifier.VerifyAsync(ct);
        var findings = report.Findings.Select(finding => new StoreFindingView(finding.Check, finding.Subject, finding.Detail));
        return TypedResults.Json(new StoreReportView(report.Emails, report.Blobs, report.Octets, report.FindingCount, [.. findings]), AdminJson.Default.StoreReportView);
    }

    private static Task<IResult> BackupAsync(BackupRequest request, MailStore store, CancellationToken ct) =>
        AnswerAsync(request.File, () => store.Backup.WriteAsync(request.File, ct));

    private static Task<IResult> RestoreAsync(RestoreRequest request, MailStore store, CancellationToken ct) =>
        AnswerAsync(request.File, () => store.Restore.ReadAsync(request.File, new RestoreScope(request.Account, request.Folder, request.Queue), ct));

    private static async Task<IResult> RebuildSearchAsync(MailStore store, CancellationToken ct)
    {
        try
        {
            await store.Search.RebuildAsync(ct);
            return await ShowSearchAsync(store, ct);
        }
        catch (StoreUnavailableException refused)
        {
            return Problems.Failed(refused.Message);
        }
    }

    private static async Task<IResult> ShowSearchAsync(MailStore store, CancellationToken ct)
    {
        var status = await store.Search.StatusAsync(ct);
        string place = status.Place is SearchPlace.Database ? "database" : "file";
        return TypedResults.Json(new SearchView(place, status.Share.ToString(), status.IndexedTo, status.Newest), AdminJson.Default.SearchView);
    }

    private static async Task<IResult> AnswerAsync(string file, Func<Task<BackupReport>> run)
    {
        if (!Path.IsPathFullyQualified(file))
            return Problems.Invalid($"{file} is not an absolute path.");
        try
        {
            var report = await run();
            var view = new BackupView(report.Domains, report.Accounts, report.Mailboxes, report.Messages, report.Queued, report.Octets, report.Damaged, report.Refused);
            return TypedResults.Json(view, AdminJson.Default.BackupView);
        }
        catch (Exception refused) when (refused is BackupException or StoreUnavailableException)
        {
            return Problems.Failed(refused.Message);
        }
    }
}
