using Aether.Storage.Reports;

namespace Aether.Validation.Failures;

/// <summary>A report of a failure that a stranger wrote.</summary>
/// <param name="Domain">The domain that it is about.</param>
/// <param name="Reporter">The host that wrote it; empty: it does not say.</param>
public sealed record FailureReport(string Domain, string Reporter, FailureSummary Summary, ReportSource Source);
