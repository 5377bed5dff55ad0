using Aether.Storage.Reports;

namespace Aether.Validation.DmarcReports;

/// <summary>A report that another operator sent: the messages of each source put together.</summary>
public sealed record DmarcReport(DmarcReportHead Head, DmarcReportSummary Summary, IReadOnlyList<ReportSource> Sources)
{
    public long Messages => Sources.Aggregate(0L, static (sum, source) => sum > long.MaxValue - source.Count ? long.MaxValue : sum + source.Count);

    public long Passed => Sources.Aggregate(0L, static (sum, source) => sum > long.MaxValue - source.Passed ? long.MaxValue : sum + source.Passed);
}
