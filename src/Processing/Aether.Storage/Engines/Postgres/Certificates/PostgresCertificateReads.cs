using Aether.Storage.Certificates;
using Aether.Storage.Engines.Postgres.Reading;

namespace Aether.Storage.Engines.Postgres.Certificates;

/// <summary>The queries on what certificates need on PostgreSQL.</summary>
internal sealed class PostgresCertificateReads(PostgresReaders readers) : ICertificateReads
{
    public ValueTask<IReadOnlyList<CertificateItem>> ListAsync(CertificateItemKind kind, DateTimeOffset now, CancellationToken ct) => readers.ListAsync(
        "SELECT name, content, changed, until FROM certificate_item WHERE kind = $1 AND until > $2 ORDER BY name", add => add.Add((int)kind).Add(now),
        row => new CertificateItem(kind, row.Text(0), row.Text(1), DateTimeOffset.FromUnixTimeMilliseconds(row.Long(2)), DateTimeOffset.FromUnixTimeMilliseconds(row.Long(3))), ct);
}
