using System.Collections.Concurrent;

namespace Aether.Storage.Engines.Sqlite;

/// <summary>Connections for queries: each sees the last commit, none waits for the writer. They are opened as they are needed and kept.</summary>
internal sealed class SqliteReaders(SqliteFile file, int most) : IDisposable
{
    private readonly ConcurrentBag<SqliteConnection> idle = [];
    private readonly SemaphoreSlim free = new(most);

    /// <summary>Runs one query.</summary>
    public async ValueTask<T> ReadAsync<T, TState>(TState state, Func<SqliteConnection, TState, T> query, CancellationToken ct)
    {
        await free.WaitAsync(ct);
        SqliteConnection? connection = null;
        try
        {
            connection = idle.TryTake(out var kept) ? kept : Open();
            return query(connection, state);
        }
        catch (SqliteFailure failure) when (failure.IsTemporary)
        {
            throw new StoreUnavailableException("The database can't be read.", failure);
        }
        catch (SqliteFailure failure) when (failure.IsDamage)
        {
            throw new StoreUnavailableException("The database is damaged here.", failure);
        }
        finally
        {
            if (connection is not null)
                idle.Add(connection);
            free.Release();
        }
    }

    /// <summary>Runs several queries on one snapshot. They must not wait for anything: an open snapshot holds the log back.</summary>
    public ValueTask<T> ReadSnapshotAsync<T, TState>(TState state, Func<SqliteConnection, TState, T> query, CancellationToken ct) =>
        ReadAsync((state, query), static (db, work) =>
        {
            db.Run("BEGIN");
            try
            {
                return work.query(db, work.state);
            }
            finally
            {
                db.Run("COMMIT");
            }
        }, ct);

    /// <summary>
    /// Gives memory back: of the connections that nobody uses now some stay, without their pages. What they know of the schema and of queries takes
    /// milliseconds to learn anew, and who waits for news after a silence would wait for that.
    /// </summary>
    public void Rest()
    {
        var kept = new List<SqliteConnection>();
        while (idle.TryTake(out var connection))
        {
            if (kept.Count < Environment.ProcessorCount)
                kept.Add(connection);
            else
                connection.Dispose();
        }

        foreach (var connection in kept)
        {
            connection.ReleasePages();
            idle.Add(connection);
        }
    }

    /// <summary>Closes the connections that nobody uses now.</summary>
    public void CloseIdle()
    {
        while (idle.TryTake(out var connection))
            connection.Dispose();
    }

    public void Dispose()
    {
        CloseIdle();
        free.Dispose();
    }

    private SqliteConnection Open()
    {
        var connection = SqliteConnection.Open(file, SqliteAccess.Read);
        try
        {
            connection.Execute("PRAGMA cache_size = -4096; PRAGMA query_only = 1; PRAGMA temp_store = MEMORY");
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
