using Aether.Storage.Engines.Postgres.Reading;
using Aether.Storage.TlsPolicies;

namespace Aether.Storage.Engines.Postgres.TlsPolicies;

/// <summary>The queries on policies of other domains on PostgreSQL.</summary>
internal sealed class PostgresTlsPolicyReads(PostgresReaders readers) : ITlsPolicyReads
{
    public ValueTask<StoredPolicy?> FindAsync(string domain, DateTimeOffset now, CancellationToken ct) => readers.FindAsync<StoredPolicy?>(
        "SELECT domain, id, policy, fetched, until FROM tls_policy WHERE domain = $1 AND until > $2", add => add.Add(domain).Add(now),
        row => new StoredPolicy(row.Text(0), row.Text(1), row.Text(2), DateTimeOffset.FromUnixTimeMilliseconds(row.Long(3)), DateTimeOffset.FromUnixTimeMilliseconds(row.Long(4))), ct);
}
