using Aether.Storage.Suppressions;

namespace Aether.Storage.Engines.Sqlite.Suppressions;

/// <summary>The queries on suppressed addresses on SQLite.</summary>
internal sealed class SqliteSuppressionReads(SqliteReaders readers) : ISuppressionReads
{
    private const string Columns = "address, reason, since, until";

    public ValueTask<IReadOnlyList<Suppression>> FindAsync(IReadOnlyList<string> addresses, DateTimeOffset now, CancellationToken ct) => readers.ReadAsync((addresses, now), static (db, key) =>
    {
        var found = new List<Suppression>();
        foreach (string address in key.addresses)
        {
            using var find = db.Prepare($"SELECT {Columns} FROM suppression WHERE address = ? AND until > ?").Bind(address).Bind(key.now.ToUnixTimeMilliseconds());
            if (find.Step())
                found.Add(Read(find));
        }
        return (IReadOnlyList<Suppression>)found;
    }, ct);

    public ValueTask<IReadOnlyList<Suppression>> ListAsync(string after, int most, DateTimeOffset now, CancellationToken ct) => readers.ReadAsync((after, most, now), static (db, key) =>
    {
        var found = new List<Suppression>();
        using var list = db.Prepare($"SELECT {Columns} FROM suppression WHERE address > ? AND until > ? ORDER BY address LIMIT ?").Bind(key.after).Bind(key.now.ToUnixTimeMilliseconds()).Bind(key.most);
        while (list.Step())
            found.Add(Read(list));
        return (IReadOnlyList<Suppression>)found;
    }, ct);

    private static Suppression Read(SqliteStatement row) => new(
        row.Text(0), row.Text(1), DateTimeOffset.FromUnixTimeMilliseconds(row.Long(2)), DateTimeOffset.FromUnixTimeMilliseconds(row.Long(3)));
}
