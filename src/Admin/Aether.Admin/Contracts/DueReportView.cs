namespace Aether.Admin.Contracts;

/// <summary>A report to another domain that is being collected, or waits to be sent.</summary>
/// <param name="Kind"><c>tls</c>, <c>dmarc</c> or <c>failure</c>.</param>
/// <param name="Due">When its day is over, or of failures its minutes.</param>
public sealed record DueReportView(string Kind, string Domain, DateTimeOffset Since, DateTimeOffset Due, int Attempts);
