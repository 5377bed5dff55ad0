using System.Collections.Concurrent;
using Aether.Storage.Committing;

namespace Aether.Storage.Tracing;

/// <summary>
/// The way of each message, kept for a while. A step is noted at no cost to the mail: it is written down within a second with
/// others, and a crash may lose what was noted last. Bounded: when the store can't keep up, steps are dropped and counted.
/// </summary>
public sealed class TraceStore : IAsyncDisposable
{
    private const int MaxPending = 50_000;
    private const int Piece = 500;
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);
    private readonly ICommitter committer;
    private readonly ITraceReads reads;
    private readonly ConcurrentQueue<TraceEvent> pending = new();
    private readonly SemaphoreSlim writing = new(1);
    private readonly ITimer timer;
    private int count;
    private long dropped;
    private bool isDisposed;

    internal TraceStore(ICommitter committer, ITraceReads reads, TimeProvider clock)
    {
        this.committer = committer;
        this.reads = reads;
        timer = clock.CreateTimer(static state => ((TraceStore)state!).OnTimer(), this, Every, Every);
    }

    /// <summary>Steps that were not written down since the store could not keep up, or could not be reached.</summary>
    public long Dropped => Interlocked.Read(ref dropped);

    /// <summary>Notes a step.</summary>
    public void Note(TraceEvent step)
    {
        if (Interlocked.Increment(ref count) > MaxPending)
        {
            Interlocked.Decrement(ref count);
            Interlocked.Increment(ref dropped);
            return;
        }

        pending.Enqueue(step);
    }

    /// <summary>The steps that fit, the latest first; what was noted here just now is among them.</summary>
    public async ValueTask<IReadOnlyList<TraceEvent>> FindAsync(TraceQuery query, CancellationToken ct)
    {
        await FlushAsync(ct);
        return await reads.FindAsync(query, ct);
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref isDisposed, true))
            return;
        await timer.DisposeAsync();
        await FlushAsync(CancellationToken.None);
        writing.Dispose();
    }

    /// <summary>While a piece is still being written, the next second sees to the rest.</summary>
    private void OnTimer()
    {
        if (writing.CurrentCount > 0 && !pending.IsEmpty)
            _ = FlushAsync(CancellationToken.None);
    }

    /// <summary>Ends when everything noted before is written: also what another flush has in its hands.</summary>
    private async Task FlushAsync(CancellationToken ct)
    {
        await writing.WaitAsync(ct);
        try
        {
            while (Take() is { Count: > 0 } steps)
                await WriteAsync(steps, ct);
        }
        finally
        {
            writing.Release();
        }
    }

    private List<TraceEvent> Take()
    {
        var steps = new List<TraceEvent>();
        while (steps.Count < Piece && pending.TryDequeue(out var step))
            steps.Add(step);
        Interlocked.Add(ref count, -steps.Count);
        return steps;
    }

    private async Task WriteAsync(List<TraceEvent> steps, CancellationToken ct)
    {
        try
        {
            await committer.RunAsync(new AddTrace(steps), ct);
        }
        catch (StoreUnavailableException)
        {
            Interlocked.Add(ref dropped, steps.Count); // mail matters more than its trace
        }
    }
}
