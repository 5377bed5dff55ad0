using Aether.Storage.Engines.Postgres.Values;
using Npgsql;

namespace Aether.Storage.Engines.Postgres.Search;

/// <summary>
/// The right to fill the index: one node has it, keeps it by working, and loses it when it is not heard of for a while. Each
/// change of holder gives a new token, so that one who slept through his lease changes nothing any more.
/// </summary>
/// <param name="time">How long it holds; measured by the server's clock.</param>
internal sealed class SearchLease(TimeSpan time)
{
    private const string Take = $"""
        UPDATE {SearchTables.Schema}.cursor SET token = token + (holder <> $1)::int, holder = $1, until = clock_timestamp() + $2 * interval '1 millisecond'
        WHERE holder = $1 OR until < clock_timestamp() RETURNING token
        """;

    private const string Move = $"""
        UPDATE {SearchTables.Schema}.cursor SET email_id = $1, until = clock_timestamp() + $2 * interval '1 millisecond'
        WHERE holder = $3 AND token = $4 AND email_id = $5 RETURNING token
        """;

    private const string Leave = $"UPDATE {SearchTables.Schema}.cursor SET until = '-infinity' WHERE holder = $1";

    private readonly string holder = Guid.NewGuid().ToString("N");
    private readonly long milliseconds = (long)time.TotalMilliseconds;
    private long token;

    public async Task<bool> TryTakeAsync(NpgsqlConnection db, CancellationToken ct)
    {
        await using var take = new NpgsqlCommand(Take, db);
        new PostgresArguments(take.Parameters).Add(holder).Add(milliseconds);
        if (await take.ExecuteScalarAsync(ct) is not long given)
            return false;
        token = given;
        return true;
    }

    /// <summary>Moves the cursor, in the transaction of its caller.</summary>
    /// <returns>False: somebody else has the lease now, or the index was made anew.</returns>
    public async Task<bool> TryMoveAsync(NpgsqlConnection db, long from, long to, CancellationToken ct)
    {
        await using var move = new NpgsqlCommand(Move, db);
        new PostgresArguments(move.Parameters).Add(to).Add(milliseconds).Add(holder).Add(token).Add(from);
        return await move.ExecuteScalarAsync(ct) is long;
    }

    /// <summary>Gives it up, so that another node need not wait for it.</summary>
    public async Task LeaveAsync(NpgsqlConnection db, CancellationToken ct)
    {
        await using var leave = new NpgsqlCommand(Leave, db);
        new PostgresArguments(leave.Parameters).Add(holder);
        await leave.ExecuteNonQueryAsync(ct);
    }
}
