using System.Collections.Frozen;
using Aether.Storage.Committing;

namespace Aether.Storage.Engines.Sqlite;

/// <summary>Groups of operations as SQLite transactions: one BEGIN IMMEDIATE, one COMMIT, one sync of the log.</summary>
internal sealed class SqliteGroup(SqliteConnection connection, SqliteLog log, IEnumerable<SqliteExecutor> executors, StoreOptions options) : IGroupEngine
{
    private readonly FrozenDictionary<Type, SqliteExecutor> executors = executors.ToFrozenDictionary(executor => executor.Operation);
    private readonly SqliteWrite write = new(connection, options);

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
            log.Written(connection.TakeWrittenPages());
            write.Threads.Keep();
        }
        catch (SqliteFailure failure) when (failure.Primary == SqliteFailure.Full)
        {
            // Nothing was synced yet when the disk ran full, so the log's valid end is where it was.
            throw new StoreUnavailableException("The disk is full.", failure);
        }
    }

    public bool MustSettle => log.IsLong;

    public void Settle() => log.Fold();

    public GroupNews TakeNews() => write.TakeNews();

    public void Rest() => connection.ReleasePages();

    public void Rollback()
    {
        write.Forget();
        if (connection.InTransaction)
            connection.Run("ROLLBACK");
    }
}
