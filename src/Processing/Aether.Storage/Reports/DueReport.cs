namespace Aether.Storage.Reports;

/// <summary>A report that is to be sent.</summary>
/// <param name="Since">When the first of what it tells was written down.</param>
/// <param name="Attempts">With this one.</param>
/// <param name="Lost">How many were seen that did not fit any more.</param>
public sealed record DueReport(long Id, ReportKind Kind, string Domain, int Day, DateTimeOffset Since, DateTimeOffset Due, int Attempts, long Lost);
