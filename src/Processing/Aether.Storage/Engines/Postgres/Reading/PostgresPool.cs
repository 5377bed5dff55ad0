using System.Data;
using Aether.Storage.Engines.Postgres.Connections;
using Npgsql;

namespace Aether.Storage.Engines.Postgres.Reading;

/// <summary>Runs queries on pooled connections. A query that finds the database away is run again for a while: it changes nothing.</summary>
internal sealed class PostgresPool(NpgsqlDataSource source, PostgresHealth health, DatabaseLimits limits) : PostgresReaders, IAsyncDisposable
{
    public override ValueTask<T> SnapshotAsync<T>(Func<PostgresSnapshot, Task<T>> queries, CancellationToken ct) => RunAsync(
        async db =>
        {
            await using var transaction = await db.BeginTransactionAsync(IsolationLevel.RepeatableRead, ct);
            var result = await queries(new PostgresSnapshot(db, ct));
            await transaction.CommitAsync(ct);
            return result;
        },
        ct);

    public ValueTask DisposeAsync() => source.DisposeAsync();

    protected override async ValueTask<T> RunAsync<T>(Func<NpgsqlConnection, Task<T>> query, CancellationToken ct)
    {
        long start = limits.Clock.GetTimestamp();
        var retry = new RetryDelay(limits);
        while (true)
        {
            try
            {
                await using var db = await source.OpenConnectionAsync(ct);
                var result = await query(db);
                health.Well();
                return result;
            }
            catch (Exception e) when (PostgresFailure.IsTooSlow(e) && !ct.IsCancellationRequested)
            {
                throw PostgresFailure.Unavailable(e);
            }
            catch (Exception e) when (PostgresFailure.IsAway(e) && !ct.IsCancellationRequested)
            {
                health.Away(e);
                if (limits.Clock.GetElapsedTime(start) > limits.Patience)
                    throw PostgresFailure.Unavailable(e);
            }
            await retry.WaitAsync(ct);
        }
    }
}
