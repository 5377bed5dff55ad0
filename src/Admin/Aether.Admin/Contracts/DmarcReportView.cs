using Aether.Storage.Reports;
using Aether.Validation.DmarcReports;

namespace Aether.Admin.Contracts;

/// <summary>A report about messages in the name of a domain of ours, whole.</summary>
public sealed record DmarcReportView(ReportView Report, DmarcReportSummary Content, IReadOnlyList<ReportSource> Sources);
