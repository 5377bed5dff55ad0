using Aether.Storage.Engines.Postgres.Reading;
using Aether.Storage.Engines.Postgres.Values;
using Aether.Storage.Suppressions;

namespace Aether.Storage.Engines.Postgres.Suppressions;

/// <summary>The queries on suppressed addresses on PostgreSQL.</summary>
internal sealed class PostgresSuppressionReads(PostgresReaders readers) : ISuppressionReads
{
    private const string Columns = "address, reason, since, until";

    public ValueTask<IReadOnlyList<Suppression>> FindAsync(IReadOnlyList<string> addresses, DateTimeOffset now, CancellationToken ct) =>
        readers.ListAsync($"SELECT {Columns} FROM suppression WHERE address = ANY ($1) AND until > $2", add => add.Add(addresses.ToArray()).Add(now), Read, ct);

    public ValueTask<IReadOnlyList<Suppression>> ListAsync(string after, int most, DateTimeOffset now, CancellationToken ct) =>
        readers.ListAsync($"SELECT {Columns} FROM suppression WHERE address > $1 AND until > $2 ORDER BY address LIMIT $3", add => add.Add(after).Add(now).Add(most), Read, ct);

    private static Suppression Read(PostgresRows row) => new(
        row.Text(0), row.Text(1), DateTimeOffset.FromUnixTimeMilliseconds(row.Long(2)), DateTimeOffset.FromUnixTimeMilliseconds(row.Long(3)));
}
