namespace Aether.Validation.DmarcReports;

/// <summary>What is kept of a report that another operator sent, besides its sources.</summary>
/// <param name="Email">Whom to ask about it.</param>
/// <param name="Errors">What the writer could not do, as it says.</param>
public sealed record DmarcReportSummary(string Email, DmarcPublished Policy, long None, long Quarantined, long Rejected, long Passed, IReadOnlyList<string> Errors);
