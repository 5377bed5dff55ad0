using System.Diagnostics;
using Aether.Storage.Changes;

namespace Aether.Storage.Committing;

/// <summary>
/// The one writer. Operations wait in a bounded queue; a thread of its own takes all that wait, runs them in one
/// transaction, commits (one sync), publishes their news in order, and completes them. No timer: a group forms while the
/// sync of the one before runs. Who comes while nobody writes need not wait for that thread to wake up: he writes himself,
/// on a disk that is quick (docs/decisions/0028).
/// </summary>
/// <remarks>
/// An operation that throws takes the group's transaction back; the group then runs again one by one, so that only the
/// guilty one fails. A commit that fails for another reason than space leaves the disk in doubt: the process ends.
/// </remarks>
internal sealed partial class Committer : ICommitter, IDisposable
{
    private const int MaxGroup = 256;
    private const int MaxGroupBytes = 4 << 20;

    /// <summary>More octets take too long for the thread that brings them.</summary>
    private const int MaxBytesInPlace = 128 << 10;

    /// <summary>The last commit took no longer: the thread that brings the next operation may wait for it.</summary>
    private static readonly TimeSpan Quick = TimeSpan.FromMilliseconds(1);

    /// <summary>So many commits in a row had one operation, and nobody came meanwhile: one client works, or each at another time. Several share syncs.</summary>
    private const int Alone = 8;

    private readonly object gate = new();
    private readonly Queue<PendingOperation> waiting = new();
    private readonly IGroupEngine engine;
    private readonly ChangeFeed feed;
    private readonly int capacity;
    private readonly Action<Exception> inDoubt;
    private readonly Thread thread;
    private bool isWriting;
    private bool isQuick;
    private int alone;
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
    public Task<TResult> RunAsync<TResult>(Operation<TResult> operation, CancellationToken ct) => Run(operation, isSoon: false, ct);

    /// <inheritdoc/>
    public Task<TResult> RunSoonAsync<TResult>(Operation<TResult> operation, CancellationToken ct) => Run(operation, isSoon: operation.Bytes <= MaxBytesInPlace, ct);

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

    private Task<TResult> Run<TResult>(Operation<TResult> operation, bool isSoon, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var pending = new PendingOperation<TResult>(operation);
        lock (gate)
        {
            if (stopping)
                throw new StoreUnavailableException("The store is closing.");
            if (waiting.Count >= capacity)
                throw new StoreUnavailableException("Too many operations wait for the store.");
            if (!isSoon || alone < Alone || !isQuick || !IsIdle)
            {
                waiting.Enqueue(pending);
                WakeForWork();

                // Once queued it may be committed whatever its caller does: so the caller waits for the truth.
                return pending.Task;
            }

            isWriting = true;
        }

        Write([pending]);
        lock (gate)
        {
            isWriting = false;
            alone = waiting.Count == 0 ? alone : 0;
            WakeForWork();
        }

        return pending.Task;
    }

    private bool IsIdle => !isWriting && !HasWork;

    private bool HasWork => waiting.Count > 0 || rest is not null || engine.MustSettle;

    /// <summary>Whoever writes looks for more himself when he is done.</summary>
    private void WakeForWork()
    {
        if (!isWriting && (HasWork || stopping))
            Monitor.Pulse(gate);
    }

    private void Work()
    {
        var group = new List<PendingOperation>(MaxGroup);
        while (TakeGroup(group))
            Write(group);
    }

    /// <summary>Whoever writes, in whichever thread; what escapes here leaves the disk in doubt, or somebody untold.</summary>
    private void Write(List<PendingOperation> group)
    {
        try
        {
            if (engine.MustSettle)
                engine.Settle();
            if (group.Count == 0)
                Rest();
            else if (!TryRun(group))
                group.ForEach(pending => TryRun([pending]));
        }
        catch (Exception e) // fsync may have lost pages for good: never go on, never try again.
        {
            inDoubt(e);
            throw;
        }
    }

    private void Rest()
    {
        TaskCompletionSource? rested;
        lock (gate)
            (rested, rest) = (rest, null);
        if (rested is null)
            return;
        engine.Rest();
        rested.SetResult();
    }

    /// <summary>Waits for work and has the writing until the next call. An empty group: there is something else to do, or time to rest.</summary>
    private bool TakeGroup(List<PendingOperation> group)
    {
        lock (gate)
        {
            isWriting = false;
            if (group.Count > 0)
                alone = group.Count == 1 && waiting.Count == 0 ? alone + 1 : 0;
            group.Clear();
            while (isWriting || !HasWork)
            {
                if (stopping && !isWriting)
                    return false;
                Monitor.Wait(gate);
            }

            isWriting = true;
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
        catch (Exception e) when (e is not SyncFailedException) // The guilty one is told; the loop must live on for the others.
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
        long begun = Stopwatch.GetTimestamp();
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

        isQuick = Stopwatch.GetElapsedTime(begun) <= Quick;

        // The news go first: who was told OK and asks another session of his must not find it ignorant.
        var news = engine.TakeNews();
        foreach (var hint in news.Hints)
            feed.Publish(hint);
        foreach (var pending in group)
            pending.Complete();
        if (news.QueueDue)
            QueueDue?.Invoke();
    }
}
