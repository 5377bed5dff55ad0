using Aether.Validation.TlsReports;

namespace Aether.Admin.Contracts;

/// <summary>A report about sessions with our servers, whole.</summary>
public sealed record TlsReportView(ReportView Report, TlsReport Content);
