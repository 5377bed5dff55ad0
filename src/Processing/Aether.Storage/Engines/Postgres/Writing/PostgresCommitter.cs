using System.Collections.Frozen;
using Aether.Storage.Changes;
using Aether.Storage.Committing;
using Aether.Storage.Engines.Postgres.Connections;

namespace Aether.Storage.Engines.Postgres.Writing;

/// <summary>
/// Gives each operation to one of the writers. Those of one account always go to the same, so that no two groups of a node
/// meet on its row; an operation on several accounts goes where the lowest of them goes. Without an account, new mail for the
/// queue takes turns, and everything else (directory, leases, outcomes, upkeep) goes to the first, in the order it came.
/// </summary>
internal sealed class PostgresCommitter : ICommitter
{
    private readonly FrozenDictionary<Type, PostgresExecutor> executors;
    private readonly PostgresWriter[] writers;
    private readonly DatabaseLimits limits;
    private readonly int capacity;
    private int waiting;
    private uint turn;

    public PostgresCommitter(IEnumerable<PostgresExecutor> executors, Func<PostgresSession> newSession, PostgresHealth health, DatabaseLimits limits, ChangeFeed feed, int capacity)
    {
        this.executors = executors.ToFrozenDictionary(executor => executor.Operation);
        this.limits = limits;
        this.capacity = capacity;
        writers = [.. Enumerable.Range(0, limits.Writers).Select(_ => new PostgresWriter(newSession(), health, limits, feed, Taken, () => QueueDue?.Invoke()))];
    }

    /// <inheritdoc/>
    public event Action? QueueDue;

    /// <inheritdoc/>
    public Task<TResult> RunAsync<TResult>(Operation<TResult> operation, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var executor = (PostgresExecutorOf<TResult>)executors[operation.GetType()];
        var pending = new PostgresPending<TResult>(operation, executor, limits.Clock.GetTimestamp());
        if (Interlocked.Increment(ref waiting) > capacity)
        {
            Taken(1);
            throw new StoreUnavailableException("Too many operations wait for the store.");
        }
        if (!WriterOf(operation, pending.Accounts).TryAdd(pending))
        {
            Taken(1);
            throw new StoreUnavailableException("The store is closing.");
        }

        // Once queued it may be committed whatever its caller does: so the caller waits for the truth.
        return pending.Task;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var writer in writers)
            await writer.DisposeAsync();
    }

    private void Taken(int operations) => Interlocked.Add(ref waiting, -operations);

    private PostgresWriter WriterOf(Operation operation, IReadOnlyList<AccountId> accounts)
    {
        long number = accounts.Count > 0 ? accounts.Min(account => account.Value) : operation.AddsOnly ? Interlocked.Increment(ref turn) : 0;
        return writers[(int)((ulong)number % (ulong)writers.Length)];
    }
}
