namespace Aether.Validation.DmarcReports;

/// <summary>Who reports what time. RFC 9990 §3.1.1.3, §3.1.1.4.</summary>
public sealed record DmarcReportHead(string Organization, string Email, string ReportId, DateTimeOffset Begin, DateTimeOffset End);
