using Aether.Storage.TlsPolicies;

namespace Aether.Storage.Engines.Sqlite.TlsPolicies;

/// <summary>The queries on policies of other domains on SQLite.</summary>
internal sealed class SqliteTlsPolicyReads(SqliteReaders readers) : ITlsPolicyReads
{
    public ValueTask<StoredPolicy?> FindAsync(string domain, DateTimeOffset now, CancellationToken ct) => readers.ReadAsync((domain, now), static (db, key) =>
    {
        using var find = db.Prepare("SELECT domain, id, policy, fetched, until FROM tls_policy WHERE domain = ? AND until > ?").Bind(key.domain).Bind(key.now.ToUnixTimeMilliseconds());
        return find.Step()
            ? new StoredPolicy(find.Text(0), find.Text(1), find.Text(2), DateTimeOffset.FromUnixTimeMilliseconds(find.Long(3)), DateTimeOffset.FromUnixTimeMilliseconds(find.Long(4)))
            : null;
    }, ct);
}
