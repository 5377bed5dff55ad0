using Aether.Storage.Committing;
using Npgsql;

namespace Aether.Storage.Engines.Postgres.Writing;

/// <summary>An operation that waits for its commit, and whoever waits for it.</summary>
/// <param name="since">When it came, as a timestamp of the engine's clock.</param>
internal abstract class PostgresPending(long since)
{
    public long Since { get; } = since;

    public abstract int Bytes { get; }

    public abstract IReadOnlyList<AccountId> Accounts { get; }

    public abstract void Add(PostgresBatch batch);

    /// <summary>Reads its answers and keeps its outcome for <see cref="Complete"/>.</summary>
    public abstract Task ReadAsync(PostgresAnswer answer);

    /// <summary>It was taken back with an error that is an outcome: keeps it for <see cref="Complete"/>.</summary>
    public abstract bool TryExplain(PostgresException failure);

    public abstract void Complete();

    public abstract void Fail(Exception reason);
}

/// <inheritdoc cref="PostgresPending"/>
internal sealed class PostgresPending<TResult>(Operation<TResult> operation, PostgresExecutorOf<TResult> executor, long since) : PostgresPending(since)
{
    // Continuations must not run on the writer's loop: it has the next group to write.
    private readonly TaskCompletionSource<TResult> completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TResult result = default!;

    public Task<TResult> Task => completion.Task;

    public override int Bytes => operation.Bytes;

    public override IReadOnlyList<AccountId> Accounts { get; } = operation.Accounts;

    public override void Add(PostgresBatch batch) => executor.Add(batch, operation);

    public override async Task ReadAsync(PostgresAnswer answer) => result = await executor.ReadAsync(answer, operation);

    public override bool TryExplain(PostgresException failure) => executor.TryExplain(failure, operation, out result);

    public override void Complete() => completion.TrySetResult(result);

    public override void Fail(Exception reason) => completion.TrySetException(reason);
}
