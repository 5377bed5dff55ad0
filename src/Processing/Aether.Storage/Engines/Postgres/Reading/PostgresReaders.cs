using Aether.Storage.Engines.Postgres.Values;
using Npgsql;

namespace Aether.Storage.Engines.Postgres.Reading;

/// <summary>Runs queries, on whatever connection there is for them.</summary>
internal abstract class PostgresReaders
{
    /// <summary>Runs one query.</summary>
    /// <param name="add">Adds its arguments.</param>
    /// <exception cref="StoreUnavailableException">The database is away, or the query took too long.</exception>
    public ValueTask<T> ReadAsync<T>(string sql, Action<PostgresArguments> add, Func<PostgresRows, CancellationToken, Task<T>> read, CancellationToken ct) =>
        RunAsync(db => QueryAsync(db, sql, add, read, ct), ct);

    /// <summary>Runs a query for one row, or for none.</summary>
    /// <exception cref="StoreUnavailableException">The database is away, or the query took too long.</exception>
    public ValueTask<T?> FindAsync<T>(string sql, Action<PostgresArguments> add, Func<PostgresRows, T> read, CancellationToken ct) =>
        ReadAsync(sql, add, async (rows, ct) => await rows.ReadAsync(ct) ? read(rows) : default, ct);

    /// <summary>Runs a query for all its rows.</summary>
    /// <exception cref="StoreUnavailableException">The database is away, or the query took too long.</exception>
    public ValueTask<IReadOnlyList<T>> ListAsync<T>(string sql, Action<PostgresArguments> add, Func<PostgresRows, T> read, CancellationToken ct) =>
        ReadAsync(sql, add, (rows, ct) => AllAsync(rows, read, ct), ct);

    /// <summary>Runs several queries on one snapshot.</summary>
    /// <exception cref="StoreUnavailableException">The database is away, or a query took too long.</exception>
    public abstract ValueTask<T> SnapshotAsync<T>(Func<PostgresSnapshot, Task<T>> queries, CancellationToken ct);

    internal static async Task<T> QueryAsync<T>(NpgsqlConnection db, string sql, Action<PostgresArguments> add, Func<PostgresRows, CancellationToken, Task<T>> read, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, db);
        add(new PostgresArguments(command.Parameters));
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await read(new PostgresRows(reader), ct);
    }

    internal static async Task<IReadOnlyList<T>> AllAsync<T>(PostgresRows rows, Func<PostgresRows, T> read, CancellationToken ct)
    {
        var all = new List<T>();
        while (await rows.ReadAsync(ct))
            all.Add(read(rows));
        return all;
    }

    protected abstract ValueTask<T> RunAsync<T>(Func<NpgsqlConnection, Task<T>> query, CancellationToken ct);
}
