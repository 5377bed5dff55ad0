using Aether.Storage.Reports;
using Aether.Validation.Failures;

namespace Aether.Admin.Contracts;

/// <summary>A report about a message in the name of a domain of ours that failed, whole.</summary>
public sealed record FailureReportView(ReportView Report, FailureSummary Content, IReadOnlyList<ReportSource> Sources);
