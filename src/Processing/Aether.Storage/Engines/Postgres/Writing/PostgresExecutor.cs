using Aether.Storage.Committing;
using Npgsql;

namespace Aether.Storage.Engines.Postgres.Writing;

/// <summary>How PostgreSQL does one kind of operation: statements added to the group's batch, and what their answers mean. Safe to run again.</summary>
internal abstract class PostgresExecutor
{
    public abstract Type Operation { get; }
}

/// <summary>The executors that give a <typeparamref name="TResult"/>, as the engine calls them.</summary>
internal abstract class PostgresExecutorOf<TResult> : PostgresExecutor
{
    public abstract void Add(PostgresBatch batch, Operation<TResult> operation);

    /// <summary>Reads the answers to all that <see cref="Add"/> added; the first one is at hand.</summary>
    public abstract Task<TResult> ReadAsync(PostgresAnswer answer, Operation<TResult> operation);

    /// <summary>The outcome of an operation that the database took back with an error of ours.</summary>
    /// <returns>False: it is a failure.</returns>
    public virtual bool TryExplain(PostgresException failure, Operation<TResult> operation, out TResult result)
    {
        result = default!;
        return false;
    }
}

/// <inheritdoc cref="PostgresExecutor"/>
internal abstract class PostgresExecutor<TOperation, TResult> : PostgresExecutorOf<TResult>
    where TOperation : Operation<TResult>
{
    public sealed override Type Operation => typeof(TOperation);

    public sealed override void Add(PostgresBatch batch, Operation<TResult> operation) => Add(batch, (TOperation)operation);

    public sealed override async Task<TResult> ReadAsync(PostgresAnswer answer, Operation<TResult> operation)
    {
        await answer.RowAsync();
        return Read(answer, (TOperation)operation);
    }

    protected abstract void Add(PostgresBatch batch, TOperation op);

    /// <summary>Reads the one row of the one statement.</summary>
    protected abstract TResult Read(PostgresAnswer answer, TOperation op);
}
