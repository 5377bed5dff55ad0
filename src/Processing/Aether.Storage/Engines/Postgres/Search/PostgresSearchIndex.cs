using System.Data;
using System.Net.Sockets;
using Aether.Storage.Engines.Postgres.Connections;
using Aether.Storage.Engines.Postgres.Reading;
using Aether.Storage.Search;
using Npgsql;

namespace Aether.Storage.Engines.Postgres.Search;

/// <summary>
/// The index of all nodes in the database they share; one of them fills it, by a lease. Its tables are made when that node
/// begins, and made anew when one is missing; until then, searches merely know less.
/// </summary>
internal sealed class PostgresSearchIndex(PostgresConnections connections, PostgresReaders readers, DatabaseLimits limits) : ISearchIndex
{
    private readonly PostgresSearchReads reads = new(readers);
    private readonly SearchLease lease = new(limits.SearchLease);
    private readonly SemaphoreSlim writing = new(1);
    private NpgsqlConnection? connection;
    private volatile bool incomplete = true;
    private bool closed;

    public SearchPlace Place => SearchPlace.Database;

    public SearchShare Share => SearchShare.All;

    public ValueTask<bool> TryLeadAsync(CancellationToken ct) => RunAsync(lease.TryTakeAsync, ct);

    public ValueTask<long> ReadCursorAsync(CancellationToken ct) => ReadAsync(reads.ReadCursorAsync, 0, ct);

    public ValueTask<SearchSieve> SiftAsync(AccountId account, FoldedKeys keys, EmailId first, EmailId last, CancellationToken ct) =>
        ReadAsync(ct => reads.SiftAsync(account, keys, first, last, ct), new SearchSieve(keys.Count), ct);

    public async ValueTask VisitAsync(AccountId account, ReadOnlyMemory<EmailId> emails, SidecarVisitor visit, CancellationToken ct) =>
        await ReadAsync(
            async ct =>
            {
                await reads.VisitAsync(account, emails, visit, ct);
                return true;
            },
            false,
            ct);

    public async ValueTask<IReadOnlyList<WordMatch>> FindWordsAsync(AccountId account, WordScope scope, IReadOnlyList<string> words, CancellationToken ct) =>
        WordQuery.Of(account, scope, words) is { } query ? await ReadAsync(ct => reads.FindWordsAsync(account, query, ct), [], ct) : [];

    public async ValueTask WriteAsync(IReadOnlyList<IndexedMessage> messages, long from, long cursor, CancellationToken ct)
    {
        // Who lost the lease finds that out when he asks for it again; what he read is read by the other.
        await RunAsync((db, ct) => PostgresSearchWriter.WriteAsync(db, lease, messages, from, cursor, ct), ct);
    }

    public async ValueTask ForgetAsync(IReadOnlyList<GoneEmail> emails, CancellationToken ct) => await RunAsync(
        async (db, ct) =>
        {
            await PostgresSearchWriter.ForgetAsync(db, emails, ct);
            return true;
        },
        ct);

    /// <summary>It keeps nothing here.</summary>
    public void Rest()
    {
    }

    public async ValueTask RebuildAsync(CancellationToken ct) => await RunAsync(
        async (db, ct) =>
        {
            await SearchTables.DropAsync(db, ct);
            await SearchTables.EnsureAsync(db, ct);
            return true;
        },
        ct);

    public async ValueTask DisposeAsync()
    {
        await writing.WaitAsync();
        closed = true;
        if (connection is { } open)
        {
            try
            {
                await lease.LeaveAsync(open, CancellationToken.None);
            }
            catch (Exception e) when (IsBroken(e))
            {
                // It runs out by itself.
            }
            await DropConnectionAsync();
        }
        writing.Release();
    }

    /// <summary>Reads; a table that is missing means that nothing is known.</summary>
    private async ValueTask<T> ReadAsync<T>(Func<CancellationToken, ValueTask<T>> read, T nothing, CancellationToken ct)
    {
        try
        {
            return await read(ct);
        }
        catch (PostgresException e) when (IsMissing(e))
        {
            incomplete = true;
            return nothing;
        }
    }

    private async ValueTask<T> RunAsync<T>(Func<NpgsqlConnection, CancellationToken, Task<T>> change, CancellationToken ct)
    {
        await writing.WaitAsync(ct);
        try
        {
            if (closed)
                throw new StoreUnavailableException("The store is closing.");
            if (connection is { State: not ConnectionState.Open }) // It broke while nobody used it.
                await DropConnectionAsync();
            connection ??= await connections.OpenAsync("aether-search", ct);
            if (incomplete)
            {
                await SearchTables.EnsureAsync(connection, ct);
                incomplete = false;
            }
            return await change(connection, ct);
        }
        catch (PostgresException e) when (IsMissing(e))
        {
            incomplete = true;
            throw new StoreUnavailableException($"The search index was damaged and is made anew: {e.Message}", e);
        }
        catch (Exception e) when (!ct.IsCancellationRequested && IsBroken(e))
        {
            await DropConnectionAsync();
            throw new StoreUnavailableException($"The search index can't be written: {e.Message}", e);
        }
        catch (OperationCanceledException)
        {
            await DropConnectionAsync(); // A transaction may be open on it.
            throw;
        }
        finally
        {
            writing.Release();
        }
    }

    private async Task DropConnectionAsync()
    {
        if (connection is not { } broken)
            return;
        connection = null;
        try
        {
            await broken.DisposeAsync();
        }
        catch (Exception e) when (IsBroken(e))
        {
            // The server takes back what was open on it.
        }
    }

    /// <summary>What Npgsql throws of a connection that broke, at once or beneath a call.</summary>
    private static bool IsBroken(Exception e) => e is NpgsqlException or InvalidOperationException or IOException or SocketException or TimeoutException;

    /// <summary>https://www.postgresql.org/docs/current/errcodes-appendix.html</summary>
    private static bool IsMissing(PostgresException e) =>
        e.SqlState is PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName or PostgresErrorCodes.UndefinedColumn;
}
