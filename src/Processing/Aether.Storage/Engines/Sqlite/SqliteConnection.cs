using SQLitePCL;

namespace Aether.Storage.Engines.Sqlite;

/// <summary>
/// One SQLite connection with its kept statements, on the raw calls: no row objects, no per-call parsing
/// (docs/decisions/0004). Used by one thread at a time.
/// </summary>
internal sealed class SqliteConnection : IDisposable
{
    private const int MemoryStatus = 9; // SQLITE_CONFIG_MEMSTATUS

    private readonly sqlite3 handle;
    private readonly Dictionary<string, SqliteStatement> statements = [];

    /// <summary>
    /// Nobody but this process opens the file, for its folder is locked: so the index of the log lies in memory, and a query needs no locks of the system,
    /// which are two calls of it (docs/decisions/0022).
    /// </summary>
    private static readonly string? Alone = OperatingSystem.IsWindows() ? null : "unix-excl";

    static SqliteConnection()
    {
        Batteries_V2.Init();
        raw.sqlite3_shutdown();
        Configure(MemoryStatus, 0); // else every allocation of every thread takes one lock to be counted
        raw.sqlite3_initialize();
    }

    private SqliteConnection(sqlite3 handle) => this.handle = handle;

    /// <exception cref="SqliteFailure">The file can't be opened.</exception>
    public static SqliteConnection Open(SqliteFile file, SqliteAccess access)
    {
        int flags = raw.SQLITE_OPEN_NOMUTEX | (access is SqliteAccess.Write ? raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE : raw.SQLITE_OPEN_READONLY);
        int code = raw.sqlite3_open_v2(file.Path, out var handle, flags, file.Vfs ?? Alone);
        var connection = new SqliteConnection(handle);
        if (code != raw.SQLITE_OK)
        {
            var failure = connection.Failure(code);
            connection.Dispose();
            throw failure;
        }
        raw.sqlite3_extended_result_codes(handle, 1);
        raw.sqlite3_busy_timeout(handle, 10_000);
        return connection;
    }

    /// <summary>The kept statement for this text, ready to bind; dispose it after each use. Not for nested use of one text.</summary>
    public SqliteStatement Prepare(string sql)
    {
        if (!statements.TryGetValue(sql, out var statement))
        {
            int code = raw.sqlite3_prepare_v3(handle, sql, raw.SQLITE_PREPARE_PERSISTENT, out var prepared);
            if (code != raw.SQLITE_OK)
                throw Failure(code);
            statements.Add(sql, statement = new SqliteStatement(this, prepared));
        }
        return statement;
    }

    /// <summary>Runs statements without parameters that are not worth keeping (schema, pragmas).</summary>
    public void Execute(string sql)
    {
        int code = raw.sqlite3_exec(handle, sql);
        if (code != raw.SQLITE_OK)
            throw Failure(code);
    }

    /// <summary>Runs a kept statement that gives no rows and needs no parameters.</summary>
    public void Run(string sql)
    {
        using var statement = Prepare(sql);
        statement.Step();
    }

    /// <summary>A transaction is open.</summary>
    public bool InTransaction => raw.sqlite3_get_autocommit(handle) == 0;

    /// <summary>Rows that the last statement changed.</summary>
    public int Changes => raw.sqlite3_changes(handle);

    /// <summary>Pages written to the log since the last call.</summary>
    public int TakeWrittenPages()
    {
        const int cacheWrite = 9; // SQLITE_DBSTATUS_CACHE_WRITE
        raw.sqlite3_db_status(handle, cacheWrite, out int pages, out _, 1);
        return pages;
    }

    /// <summary>Gives back the pages that it keeps for the next statement.</summary>
    public void ReleasePages() => Execute("PRAGMA shrink_memory");

    public long LastRowId => raw.sqlite3_last_insert_rowid(handle);

    public SqliteFailure Failure(int code) => new(code, raw.sqlite3_errmsg(handle).utf8_to_string());

    private static void Configure(int what, int value)
    {
        if (raw.sqlite3_config(what, value) is not raw.SQLITE_OK)
            throw new InvalidOperationException($"SQLite does not let itself be configured ({what}).");
    }

    public void Dispose()
    {
        foreach (var statement in statements.Values)
            statement.Release();
        statements.Clear();
        raw.sqlite3_close_v2(handle);
        handle.Dispose();
    }
}
