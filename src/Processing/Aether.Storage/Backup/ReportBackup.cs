using Aether.Storage.Reports;

namespace Aether.Storage.Backup;

/// <summary>Received reports in a backup, the oldest first; what is only being collected for others stays out.</summary>
internal static class ReportBackup
{
    private const int Page = 100;

    public static async Task WriteAsync(BackupWriter writer, StoreView view, CancellationToken ct)
    {
        foreach (var kind in Enum.GetValues<ReportKind>())
        {
            var ids = new Stack<long>();
            for (long? before = null; ;)
            {
                var page = await view.Reports.ListReceivedAsync(kind, null, before, Page, ct);
                foreach (var report in page)
                    ids.Push(report.Id);
                if (page.Count < Page)
                    break;
                before = page[^1].Id;
            }

            while (ids.TryPop(out long id))
            {
                if (await view.Reports.FindReceivedAsync(kind, id, ct) is { } report)
                    writer.Write(BackupKind.Report, new ReportRecord(report, await view.Reports.ListSourcesAsync(id, ct)), BackupJson.Default.ReportRecord);
            }
        }
    }

    public static Task RestoreAsync(ReportRecord record, ReportStore reports, CancellationToken ct) => reports.AddAsync(record.Report, record.Sources, ct);
}
