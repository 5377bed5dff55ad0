using Aether.Storage.Certificates;

namespace Aether.Storage.Engines.Sqlite.Certificates;

/// <summary>The queries on what certificates need on SQLite.</summary>
internal sealed class SqliteCertificateReads(SqliteReaders readers) : ICertificateReads
{
    public ValueTask<IReadOnlyList<CertificateItem>> ListAsync(CertificateItemKind kind, DateTimeOffset now, CancellationToken ct) => readers.ReadAsync((kind, now), static (db, key) =>
    {
        using var list = db.Prepare("SELECT name, content, changed, until FROM certificate_item WHERE kind = ? AND until > ? ORDER BY name").Bind((int)key.kind).Bind(key.now.ToUnixTimeMilliseconds());
        var items = new List<CertificateItem>();
        while (list.Step())
            items.Add(new CertificateItem(key.kind, list.Text(0), list.Text(1), DateTimeOffset.FromUnixTimeMilliseconds(list.Long(2)), DateTimeOffset.FromUnixTimeMilliseconds(list.Long(3))));
        return (IReadOnlyList<CertificateItem>)items;
    }, ct);
}
