using Aether.Storage.Reports;

namespace Aether.Storage.Engines.Sqlite.Reports;

/// <summary>Keeps a report of another operator, once.</summary>
internal sealed class AddReceivedReportExecutor : SqliteExecutor<AddReceivedReport, bool>
{
    protected override bool Execute(SqliteWrite db, AddReceivedReport op)
    {
        var report = op.Report;
        db.Prepare("INSERT OR IGNORE INTO report (kind, domain, organization, report_id, begins, ends, received, sender, passed, failed, content, verified) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
            .Bind((int)report.Kind).Bind(report.Domain).Bind(report.Organization).Bind(report.ReportId).Bind(report.Begin.ToUnixTimeMilliseconds()).Bind(report.End.ToUnixTimeMilliseconds())
            .Bind(report.Received.ToUnixTimeMilliseconds()).Bind(report.Sender).Bind(report.Passed).Bind(report.Failed).Bind(report.Content).Bind(report.Verified).Run();
        if (db.Changes == 0)
            return false;
        long id = db.LastRowId;
        foreach (var source in op.Sources)
        {
            db.Prepare("INSERT INTO report_source (report_id, domain, ends, source, author, spf_domain, dkim_domain, count, spf, dkim, passed) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
                .Bind(id).Bind(report.Domain).Bind(report.End.ToUnixTimeMilliseconds()).Bind(source.Source).Bind(source.Author).Bind(source.SpfDomain).Bind(source.DkimDomain)
                .Bind(source.Count).Bind(source.Spf).Bind(source.Dkim).Bind(source.Passed).Run();
        }

        return true;
    }
}

/// <summary>Forgets received reports of old.</summary>
internal sealed class ForgetReportsExecutor : SqliteExecutor<ForgetReports, int>
{
    protected override int Execute(SqliteWrite db, ForgetReports op)
    {
        long before = op.Before.ToUnixTimeMilliseconds();
        db.Prepare("DELETE FROM report_source WHERE report_id IN (SELECT id FROM report WHERE received < ? ORDER BY received, id LIMIT ?)").Bind(before).Bind(op.Most).Run();
        db.Prepare("DELETE FROM report WHERE id IN (SELECT id FROM report WHERE received < ? ORDER BY received, id LIMIT ?)").Bind(before).Bind(op.Most).Run();
        return db.Changes;
    }
}
