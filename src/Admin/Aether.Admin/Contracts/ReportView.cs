namespace Aether.Admin.Contracts;

/// <summary>A report about a domain of ours.</summary>
/// <param name="Organization">Who wrote it, as it says.</param>
/// <param name="Sender">The envelope's sender.</param>
/// <param name="Passed">Messages, or sessions, that all was well with.</param>
public sealed record ReportView(long Id, string Domain, string Organization, string ReportId, DateTimeOffset Begin, DateTimeOffset End, DateTimeOffset Received, string Sender, long Passed, long Failed);
