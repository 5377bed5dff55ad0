using Aether.Storage.Engines.Postgres.Values;
using Npgsql;

namespace Aether.Storage.Engines.Postgres.Reading;

/// <summary>Queries that see the database as of one moment.</summary>
internal sealed class PostgresSnapshot(NpgsqlConnection db, CancellationToken ct)
{
    public Task<T?> FindAsync<T>(string sql, Action<PostgresArguments> add, Func<PostgresRows, T> read) =>
        PostgresReaders.QueryAsync(db, sql, add, async (rows, ct) => await rows.ReadAsync(ct) ? read(rows) : default, ct);

    public Task<IReadOnlyList<T>> ListAsync<T>(string sql, Action<PostgresArguments> add, Func<PostgresRows, T> read) =>
        PostgresReaders.QueryAsync(db, sql, add, (rows, ct) => PostgresReaders.AllAsync(rows, read, ct), ct);
}
