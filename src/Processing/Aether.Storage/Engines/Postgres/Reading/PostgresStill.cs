using System.Data;
using Npgsql;

namespace Aether.Storage.Engines.Postgres.Reading;

/// <summary>
/// Runs queries on the database as it was at one moment, however long that takes: one connection, one transaction, one
/// query at a time. When the connection is lost the moment is, and nothing is tried again.
/// </summary>
internal sealed class PostgresStill : PostgresReaders, IDisposable
{
    // Between two queries of a backup a large body is read from a bucket and written.
    private const string MayWait = "SELECT set_config('idle_in_transaction_session_timeout', '0', false)";

    private readonly NpgsqlConnection db;
    private readonly SemaphoreSlim turn = new(1);

    private PostgresStill(NpgsqlConnection db) => this.db = db;

    /// <summary>Takes the moment.</summary>
    /// <param name="db">A connection, which is its own from now on.</param>
    /// <exception cref="StoreUnavailableException">The database is away.</exception>
    public static async Task<PostgresStill> TakeAsync(NpgsqlConnection db, CancellationToken ct)
    {
        var still = new PostgresStill(db);
        try
        {
            await using (var set = new NpgsqlCommand(MayWait, db))
                await set.ExecuteNonQueryAsync(ct);
            // Its end is the connection's end: there is nothing to commit.
            await db.BeginTransactionAsync(IsolationLevel.RepeatableRead, ct);
            // The first query is the moment.
            await still.FindAsync("SELECT 1", _ => { }, row => row.Int(0), ct);
            return still;
        }
        catch (Exception e)
        {
            still.Dispose();
            if (PostgresFailure.IsAway(e))
                throw PostgresFailure.Unavailable(e);
            throw;
        }
    }

    public override ValueTask<T> SnapshotAsync<T>(Func<PostgresSnapshot, Task<T>> queries, CancellationToken ct) =>
        RunAsync(connection => queries(new PostgresSnapshot(connection, ct)), ct);

    public void Dispose()
    {
        db.Dispose();
        turn.Dispose();
    }

    protected override async ValueTask<T> RunAsync<T>(Func<NpgsqlConnection, Task<T>> query, CancellationToken ct)
    {
        await turn.WaitAsync(ct);
        try
        {
            return await query(db);
        }
        catch (Exception e) when (!ct.IsCancellationRequested && (PostgresFailure.IsTooSlow(e) || PostgresFailure.IsAway(e)))
        {
            throw PostgresFailure.Unavailable(e);
        }
        finally
        {
            turn.Release();
        }
    }
}
