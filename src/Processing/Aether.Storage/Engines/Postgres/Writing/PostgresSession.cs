using System.Data;
using System.Globalization;
using Aether.Storage.Engines.Postgres.Connections;
using Aether.Storage.Engines.Postgres.Values;
using Npgsql;

namespace Aether.Storage.Engines.Postgres.Writing;

/// <summary>
/// A writer's connection, made anew when it breaks, and one transaction at a time on it: the group's number, the locks
/// of all its accounts in order of their ids and of the quotas they share, and each operation, in one batch; then COMMIT.
/// </summary>
/// <remarks>
/// COMMIT goes alone, after every answer was read. So a connection that breaks earlier has stored nothing, and one that
/// breaks at COMMIT leaves one question open, which the number in <c>commit_log</c> answers: the group is there with all
/// its answers known, or it is not there at all.
/// </remarks>
internal sealed class PostgresSession(PostgresConnections connections, PostgresHealth health, string code, StoreOptions options, DatabaseLimits limits) : IAsyncDisposable
{
    private const string NoteGroup = "INSERT INTO commit_log (writer, grp, at) VALUES ($1, $2, now()) ON CONFLICT (writer) DO UPDATE SET grp = excluded.grp, at = now() RETURNING grp";
    private const string LockAccounts = "SELECT id FROM account WHERE id = ANY ($1) ORDER BY id FOR UPDATE";
    private const string LockShared = """
        SELECT q.name FROM quota q WHERE (q.owner, q.name) IN (
            SELECT 1, a.domain FROM account a WHERE a.id = ANY ($1)
            UNION ALL
            SELECT 2, d.tenant FROM account a JOIN domain d ON d.name = a.domain WHERE a.id = ANY ($1))
        ORDER BY q.owner, q.name FOR UPDATE
        """;
    private const string LimitLocks = "SELECT set_config('lock_timeout', $1, true)";

    // Whoever held the last connection of this name may still be about to commit: he is ended first, then the row tells.
    private const string EndFormer = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name = $1 AND pid <> pg_backend_pid()";
    private const string AskGroup = "SELECT grp FROM commit_log WHERE writer = $1 FOR UPDATE";

    private readonly string name = $"aether-writer-{Guid.NewGuid():N}";
    private NpgsqlConnection? connection;
    private long number;

    /// <summary>Tries to commit a group, once.</summary>
    /// <param name="lockWait">How long each statement waits for a row; null: as usual.</param>
    public async Task<GroupAttempt> TryAsync(IReadOnlyList<PostgresPending> group, TimeSpan? lockWait, CancellationToken stopping)
    {
        NpgsqlTransaction? transaction = null;
        PostgresAnswer answer;
        if (connection is { State: not ConnectionState.Open }) // It broke while nobody used it.
            await DropAsync();
        try
        {
            connection ??= await connections.OpenAsync(name, CancellationToken.None);
            transaction = await connection.BeginTransactionAsync(CancellationToken.None);
            answer = await RunAsync(transaction, group, lockWait);
        }
        catch (InvalidOperationException e) when (connection is { State: not ConnectionState.Open }) // It broke between two calls.
        {
            await DropAsync();
            return GroupAttempt.TakenBack(new NpgsqlException("The connection broke.", e));
        }
        catch (Exception e) // Nothing was committed: the writer decides what it means for whom.
        {
            await TakeBackAsync(transaction, e);
            return GroupAttempt.TakenBack(e);
        }

        try
        {
            await transaction.CommitAsync(CancellationToken.None);
            await transaction.DisposeAsync();
            return GroupAttempt.Committed(answer);
        }
        catch (Exception e) when (PostgresFailure.IsAnswer(e))
        {
            await TakeBackAsync(transaction, e);
            return GroupAttempt.TakenBack(e);
        }
        catch (Exception e) // Silence at COMMIT.
        {
            await DropAsync();
            return await ResolveAsync(answer, e, stopping);
        }
    }

    public async ValueTask DisposeAsync() => await DropAsync();

    private async Task<PostgresAnswer> RunAsync(NpgsqlTransaction transaction, IReadOnlyList<PostgresPending> group, TimeSpan? lockWait)
    {
        await using var statements = new NpgsqlBatch(connection, transaction);
        var batch = new PostgresBatch(statements, code, options);
        batch.Add(NoteGroup).Add(name).Add(++number);
        if (lockWait is { } wait)
            batch.Add(LimitLocks).Add(wait.TotalMilliseconds.ToString("0", CultureInfo.InvariantCulture));
        long[] accounts = [.. group.SelectMany(pending => pending.Accounts).Select(account => account.Value).Distinct()];
        if (accounts.Length > 0)
        {
            batch.Add(LockAccounts).Add(accounts);
            batch.Add(LockShared).Add(accounts);
        }
        int own = batch.Count;
        foreach (var pending in group)
            pending.Add(batch);

        await using var reader = await statements.ExecuteReaderAsync(CancellationToken.None);
        var answer = new PostgresAnswer(reader);
        for (int i = 0; i < own; i++)
            await answer.NextAsync(CancellationToken.None);
        foreach (var pending in group)
        {
            await pending.ReadAsync(answer);
            await answer.NextAsync(CancellationToken.None);
        }
        return answer;
    }

    /// <summary>Finds out what became of the last group.</summary>
    private async Task<GroupAttempt> ResolveAsync(PostgresAnswer answer, Exception silence, CancellationToken stopping)
    {
        var retry = new RetryDelay(limits);
        long start = limits.Clock.GetTimestamp();
        while (true)
        {
            try
            {
                connection = await connections.OpenAsync(name, CancellationToken.None);
                await using var end = new NpgsqlCommand(EndFormer, connection);
                new PostgresArguments(end.Parameters).Add(name);
                await end.ExecuteScalarAsync(CancellationToken.None);
                await using var ask = new NpgsqlCommand(AskGroup, connection);
                new PostgresArguments(ask.Parameters).Add(name);
                return await ask.ExecuteScalarAsync(CancellationToken.None) is long there && there >= number
                    ? GroupAttempt.Committed(answer)
                    : new GroupAttempt(GroupFate.Away, null, silence);
            }
            catch (Exception e) when (PostgresFailure.IsAway(e) || PostgresFailure.IsTooSlow(e))
            {
                await DropAsync();
                health.Away(e);
                if (stopping.IsCancellationRequested || limits.Clock.GetElapsedTime(start) > limits.Unknown)
                    return new GroupAttempt(GroupFate.Unknown, null, e);
            }
            await retry.WaitAsync(CancellationToken.None);
        }
    }

    private async Task TakeBackAsync(NpgsqlTransaction? transaction, Exception reason)
    {
        // After an error the server waits for ROLLBACK; after anything else the connection is of no more use.
        if (transaction is null || PostgresFailure.IsAway(reason))
        {
            await DropAsync();
            return;
        }
        try
        {
            await transaction.RollbackAsync(CancellationToken.None);
            await transaction.DisposeAsync();
        }
        catch (Exception) // The connection broke meanwhile, and the transaction with it.
        {
            await DropAsync();
        }
    }

    private async Task DropAsync()
    {
        if (connection is not { } broken)
            return;
        connection = null;
        try
        {
            await broken.DisposeAsync();
        }
        catch (Exception) // It is broken; the server takes back what was open on it.
        {
        }
    }
}
