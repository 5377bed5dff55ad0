using Aether.Storage.Engines.Postgres.Writing;
using Aether.Storage.Reports;

namespace Aether.Storage.Engines.Postgres.Reports;

/// <summary>Keeps a report of another operator, once.</summary>
internal sealed class AddReceivedReportExecutor : PostgresExecutor<AddReceivedReport, bool>
{
    protected override void Add(PostgresBatch batch, AddReceivedReport op) => batch.Call("add_report", 20)
        .Add((int)op.Report.Kind).Add(op.Report.Domain).Add(op.Report.Organization).Add(op.Report.ReportId).Add(op.Report.Begin).Add(op.Report.End).Add(op.Report.Received)
        .Add(op.Report.Sender).Add(op.Report.Passed).Add(op.Report.Failed).Add(op.Report.Content).Add(op.Report.Verified)
        .Add(op.Sources.Select(source => source.Source).ToArray())
        .Add(op.Sources.Select(source => source.Author).ToArray())
        .Add(op.Sources.Select(source => source.SpfDomain).ToArray())
        .Add(op.Sources.Select(source => source.DkimDomain).ToArray())
        .Add(op.Sources.Select(source => source.Count).ToArray())
        .Add(op.Sources.Select(source => source.Spf).ToArray())
        .Add(op.Sources.Select(source => source.Dkim).ToArray())
        .Add(op.Sources.Select(source => source.Passed).ToArray());

    protected override bool Read(PostgresAnswer answer, AddReceivedReport op) => answer.Bool(0);
}

/// <summary>Forgets received reports of old.</summary>
internal sealed class ForgetReportsExecutor : PostgresExecutor<ForgetReports, int>
{
    protected override void Add(PostgresBatch batch, ForgetReports op) => batch.Call("forget_reports", 2).Add(op.Before).Add(op.Most);

    protected override int Read(PostgresAnswer answer, ForgetReports op) => answer.Int(0);
}
