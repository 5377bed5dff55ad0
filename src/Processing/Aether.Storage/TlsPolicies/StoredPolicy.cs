namespace Aether.Storage.TlsPolicies;

/// <summary>A policy that a domain had published for those who bring it mail, as it was fetched. RFC 8461 §3.3.</summary>
/// <param name="Domain">Lower case, A-labels.</param>
/// <param name="Id">As its record in the DNS named it then.</param>
/// <param name="Until">It does not count any more from then on.</param>
public sealed record StoredPolicy(string Domain, string Id, string Text, DateTimeOffset Fetched, DateTimeOffset Until);
