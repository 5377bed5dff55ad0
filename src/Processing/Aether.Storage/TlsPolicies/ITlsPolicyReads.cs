namespace Aether.Storage.TlsPolicies;

/// <summary>The queries on policies of other domains, one implementation an engine.</summary>
internal interface ITlsPolicyReads
{
    ValueTask<StoredPolicy?> FindAsync(string domain, DateTimeOffset now, CancellationToken ct);
}
