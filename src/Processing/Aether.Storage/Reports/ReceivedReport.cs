namespace Aether.Storage.Reports;

/// <summary>A report about a domain of ours that another operator sent.</summary>
/// <param name="Id">0 before it is stored.</param>
/// <param name="Organization">Who wrote it, as it says.</param>
/// <param name="ReportId">As its writer calls it.</param>
/// <param name="Sender">The envelope's sender.</param>
/// <param name="Passed">Messages, or sessions, that all was well with.</param>
/// <param name="Failed">The others.</param>
/// <param name="Content">What else it says, as JSON of its kind.</param>
public sealed record ReceivedReport(
    long Id, ReportKind Kind, string Domain, string Organization, string ReportId, DateTimeOffset Begin, DateTimeOffset End, DateTimeOffset Received, string Sender, long Passed, long Failed, string Content)
{
    /// <summary>The author's domain that DMARC stood behind when the report came; empty: nobody knows who wrote it.</summary>
    public string Verified { get; init; } = "";
}
