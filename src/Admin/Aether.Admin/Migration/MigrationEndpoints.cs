using Aether.Admin.Contracts;
using Aether.Migration;
using Aether.Migration.Exporting;
using Aether.Migration.Importing;
using Aether.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Aether.Admin.Migration;

/// <summary>Mail of an account from elsewhere, and to elsewhere. Each takes as long as it takes; who asked waits, and giving up ends it.</summary>
internal static class MigrationEndpoints
{
    public static void MapMigration(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/accounts/{address}/import", ImportAsync);
        routes.MapPost("/accounts/{address}/export", ExportAsync);
    }

    private static async Task<IResult> ImportAsync(string address, ImportRequest request, MailStore store, MailImport import, CancellationToken ct)
    {
        if (await store.Directory.FindAccountAsync(address, ct) is not { } account)
            return Problems.NotFound($"account {address}");
        if (!SourceText.TryOpen(request, out var source))
            return Problems.Invalid("A source is maildir:/path, mbox:/path, imap://user@host or imaps://user@host, with --password-stdin, and --pop3 pop3://host or pop3s://host where it speaks that too.");
        await using (source)
        {
            return await AnswerAsync(async () =>
            {
                var report = await import.RunAsync(account.Id, source, request.Into ?? string.Empty, ct);
                var view = new ImportView(report.Folders, report.Imported, report.Known, report.Updated, report.Refused, report.Octets, report.UniqueIds);
                return TypedResults.Json(view, AdminJson.Default.ImportView);
            });
        }
    }

    private static async Task<IResult> ExportAsync(string address, ExportRequest request, MailStore store, MailExport export, CancellationToken ct)
    {
        if (await store.Directory.FindAccountAsync(address, ct) is not { } account)
            return Problems.NotFound($"account {address}");
        bool isMaildir = SourceText.TryPath(request.Target, SourceText.Maildir, out string path);
        if (!isMaildir && !SourceText.TryPath(request.Target, SourceText.Mbox, out path))
            return Problems.Invalid("A target is maildir:/path or mbox:/path.");
        return await AnswerAsync(async () =>
        {
            var report = isMaildir ? await export.ToMaildirAsync(account.Id, path, ct) : await export.ToMboxAsync(account.Id, path, ct);
            return TypedResults.Json(new ExportView(report.Folders, report.Messages, report.Octets, report.Damaged), AdminJson.Default.ExportView);
        });
    }

    private static async Task<IResult> AnswerAsync(Func<Task<IResult>> run)
    {
        try
        {
            return await run();
        }
        catch (Exception refused) when (refused is MigrationException or StoreUnavailableException or IOException)
        {
            return Problems.Failed(refused.Message);
        }
    }
}
