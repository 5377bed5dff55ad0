using Aether.Storage.Committing;

namespace Aether.Storage.Engines.Sqlite;

/// <summary>How the embedded engine does one kind of operation: synchronous, on the committing thread, inside the group's transaction, safe to run again.</summary>
internal abstract class SqliteExecutor
{
    public abstract Type Operation { get; }
}

/// <summary>The executors that give a <typeparamref name="TResult"/>, as the engine calls them.</summary>
internal abstract class SqliteExecutorOf<TResult> : SqliteExecutor
{
    public abstract TResult Run(SqliteWrite db, Operation<TResult> operation);
}

/// <inheritdoc cref="SqliteExecutor"/>
internal abstract class SqliteExecutor<TOperation, TResult> : SqliteExecutorOf<TResult>
    where TOperation : Operation<TResult>
{
    public sealed override Type Operation => typeof(TOperation);

    public sealed override TResult Run(SqliteWrite db, Operation<TResult> operation) => Execute(db, (TOperation)operation);

    protected abstract TResult Execute(SqliteWrite db, TOperation op);
}
