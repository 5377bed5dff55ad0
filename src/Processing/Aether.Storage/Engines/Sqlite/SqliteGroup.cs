using System.Collections.Frozen;
using Aether.Storage.Committing;

namespace Aether.Storage.Engines.Sqlite;

/// <summary>Groups of operations as SQLite transactions: one BEGIN IMMEDIATE, one COMMIT, one sync of the log.</summary>
internal sealed class SqliteGroup(SqliteConnection connection, IEnumerable<SqliteExecutor> executors, StoreOptions options) : IGroupEngine
{
    private readonly FrozenDictionary<Type, SqliteExecutor> executors = executors.ToFrozenDictionary(executor => executor.Operation);
    private readonly SqliteWrite write = new(connection, options);
    private int logged;

    public void Begin()
    {
        try
        {
            connection.Run("BEGIN IMMEDIATE");
        }
        catch (SqliteFailure failure) when (failure.IsTemporary)
        {
            throw new StoreUnavailableException("The database can't be written.", failure);
        }
    }

    public TResult Execute<TResult>(Operation<TResult> operation)
    {
        try
        {
            return ((SqliteExecutorOf<TResult>)executors[operation.GetType()]).Run(write, operation);
        }
        catch (SqliteFailure failure) when (failure.IsTemporary)
        {
            throw new StoreUnavailableException("The database can't be written.", failure);
        }
        catch (SqliteFailure failure) when (failure.IsDamage)
        {
            throw new StoreUnavailableException("The database is damaged here.", failure);
        }
        catch (SqliteFailure failure) when (failure.IsSync) // The head of a new log is synced before the first commit in it.
        {
            throw new SyncFailedException(failure);
        }
    }

    public void Commit()
    {
        try
        {
            connection.Run("COMMIT");
            write.Threads.Keep();
        }
        catch (SqliteFailure failure) when (failure.Primary == SqliteFailure.Full)
        {
            // Nothing was synced yet when the disk ran full, so the log's valid end is where it was.
            throw new StoreUnavailableException("The disk is full.", failure);
        }
        logged += connection.TakeWrittenPages();
        if (logged >= options.LogPages)
            FoldLog();
    }

    public GroupNews TakeNews() => write.TakeNews();

    /// <summary>Copies the log into the database file, as far as the oldest reader lets it; the rest comes next time.</summary>
    private void FoldLog()
    {
        try
        {
            using var fold = connection.Prepare("PRAGMA wal_checkpoint(PASSIVE)");
            fold.Step();
            logged = fold.Long(1) == fold.Long(2) ? 0 : options.LogPages * 3 / 4;
        }
        catch (SqliteFailure failure) when (failure.Primary == SqliteFailure.Full)
        {
            // The database file can't grow. What is committed is in the log; another commit tries again.
            logged = options.LogPages * 3 / 4;
        }
    }

    public void Rollback()
    {
        write.Forget();
        if (connection.InTransaction)
            connection.Run("ROLLBACK");
    }
}
