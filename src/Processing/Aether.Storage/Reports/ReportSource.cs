namespace Aether.Storage.Reports;

/// <summary>What a received report says of one source of mail.</summary>
/// <param name="Source">Its address; <c>*</c> for all those that there was no room for.</param>
/// <param name="Author">The domain in From.</param>
/// <param name="SpfDomain">The envelope's domain.</param>
/// <param name="DkimDomain">A signer's domain, the author's own first; empty for none.</param>
/// <param name="Count">Messages.</param>
/// <param name="Spf">Of them those that SPF passed in the author's name.</param>
/// <param name="Dkim">Of them those that DKIM passed in the author's name.</param>
/// <param name="Passed">Of them those that either passed.</param>
public sealed record ReportSource(string Source, string Author, string SpfDomain, string DkimDomain, long Count, long Spf, long Dkim, long Passed);
