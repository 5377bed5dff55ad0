using Aether.Storage.Changes;

namespace Aether.Storage.Committing;

/// <summary>
/// The one writer. Operations wait in a bounded queue; a thread of its own takes all that wait, runs them in one
/// transaction, commits (one sync), publishes their news in order, and completes them. No timer: a group forms while the
/// sync of the one before runs.
/// </summary>
/// <remarks>
/// An operation that throws takes the group's transaction back; the group then runs again one by one, so that only the
/// guilty one fails. A commit that fails for another reason than space leaves the disk in doubt: the process ends.
/// </remarks>
internal sealed partial class Committer : ICommitter, IDisposable
{
    private const int MaxGroup = 256;
    private const int MaxGroupBytes = 4 << 20;

    private readonly object gate = new();
    private readonly Queue<PendingOperation> waiting = new();
    private readonly IGroupEngine engine;
    private readonly ChangeFeed feed;
    private readonly int capacity;
    private readonly Action<Exception> inDoubt;
    private readonly Thread thread;
    private bool stopping;
    private TaskCompletionSource? rest;

    /// <param name="inDoubt">Called when nobody knows what is on disk; it must not return.</param>
    public Committer(IGroupEngine engine, ChangeFeed feed, int capacity, Action<Exception> inDoubt)
    {
        this.engine = engine;
        this.feed = feed;
        this.capacity = capacity;
        this.inDoubt = inDoubt;
        thread = new Thread(Work) { Name = "aether-committer", IsBackground = true };
        thread.Start();
    }

    /// <inheritdoc/>
    public event Action? QueueDue;

    /// <inheritdoc/>
    public Task<TResult> RunAsync<TResult>(Operation<TResult> operation, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var pending = new PendingOperation<TResult>(operation);
        lock (gate)
        {
            if (stopping)
                throw new StoreUnavailableException("The store is closing.");
            if (waiting.Count >= capacity)
                throw new StoreUnavailableException("Too many operations wait for the store.");
            waiting.Enqueue(pending);
            if (waiting.Count == 1)
                Monitor.Pulse(gate);
        }

        // Once queued it may be committed whatever its caller does: so the caller waits for the truth.
        return pending.Task;
    }

    /// <summary>Has the engine rest when all that waits is done.</summary>
    public Task RestAsync()
    {
        lock (gate)
        {
            if (stopping)
                return Task.CompletedTask;
            rest ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            Monitor.Pulse(gate);
            return rest.Task;
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Commits what waits, then ends.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            stopping = true;
            Monitor.Pulse(gate);
        }
        thread.Join();
    }

    private void Work()
    {
        var group = new List<PendingOperation>(MaxGroup);
        while (TakeGroup(group))
        {
            if (group.Count == 0)
                Rest();
            else if (!TryRun(group) && group.Count > 1)
            {
                foreach (var alone in group)
                    TryRun([alone]);
            }
            group.Clear();
        }
    }

    private void Rest()
    {
        engine.Rest();
        lock (gate)
        {
            rest!.SetResult();
            rest = null;
        }
    }

    /// <summary>An empty group: there is time to rest.</summary>
    private bool TakeGroup(List<PendingOperation> group)
    {
        lock (gate)
        {
            while (waiting.Count == 0)
            {
                if (rest is not null)
                    return true;
                if (stopping)
                    return false;
                Monitor.Wait(gate);
            }

            int bytes = 0;
            while (group.Count < MaxGroup && bytes < MaxGroupBytes && waiting.TryDequeue(out var next))
            {
                group.Add(next);
                bytes += next.Bytes;
            }
            return true;
        }
    }

    /// <returns>False when an operation of a larger group threw: nobody was told anything yet, run them one by one.</returns>
    private bool TryRun(List<PendingOperation> group)
    {
        try
        {
            engine.Begin();
            foreach (var pending in group)
                pending.Execute(engine);
        }
        catch (SyncFailedException e)
        {
            inDoubt(e);
            throw;
        }
        catch (Exception e) // The guilty one is told; the loop must live on for the others.
        {
            engine.Rollback();
            if (group.Count > 1)
                return false;
            group[0].Fail(e);
            return true;
        }

        Commit(group);
        return true;
    }

    private void Commit(List<PendingOperation> group)
    {
        try
        {
            engine.Commit();
        }
        catch (StoreUnavailableException e)
        {
            engine.Rollback();
            foreach (var pending in group)
                pending.Fail(e);
            return;
        }
        catch (Exception e) // fsync may have lost pages for good: never go on, never try again.
        {
            inDoubt(e);
            throw;
        }

        // The news go first: who was told OK and asks another session of his must not find it ignorant.
        var news = engine.TakeNews();
        foreach (var hint in news.Hints)
            feed.Publish(hint);
        foreach (var pending in group)
            pending.Complete();
        if (news.QueueDue)
            QueueDue?.Invoke();
        Settle();
    }

    private void Settle()
    {
        try
        {
            engine.Settle();
        }
        catch (Exception e)
        {
            inDoubt(e);
            throw;
        }
    }
}
