using System.Collections.Concurrent;
using Aether.Storage.Committing;

namespace Aether.Storage.Tracing;

/// <summary>The way of each message, kept for a while. Bounded: when the store can't keep up, steps are dropped and counted.</summary>
public sealed class TraceStore : IAsyncDisposable
{
    private const int MaxPending = 50_000;
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);
    private readonly ITraceReads reads;
    private readonly ConcurrentQueue<TraceEvent> pending = new();
    private readonly WriteBehind<TraceEvent> behind;
    private int count;

    internal TraceStore(ICommitter committer, ITraceReads reads, TimeProvider clock)
    {
        this.reads = reads;
        behind = new WriteBehind<TraceEvent>(Every, Take, WriteAsync, clock);

        async Task<int> WriteAsync(TraceEvent[] steps, CancellationToken ct)
        {
            await committer.RunAsync(new AddTrace(steps), ct);
            return 0;
        }
    }

    /// <summary>Steps that were not written down since the store could not keep up, or could not be reached.</summary>
    public long Dropped => behind.Dropped;

    /// <summary>Notes a step.</summary>
    public void Note(TraceEvent step)
    {
        if (Interlocked.Increment(ref count) > MaxPending)
        {
            Interlocked.Decrement(ref count);
            behind.Drop();
            return;
        }

        pending.Enqueue(step);
    }

    /// <summary>The steps that fit, the latest first; what was noted here just now is among them.</summary>
    public async ValueTask<IReadOnlyList<TraceEvent>> FindAsync(TraceQuery query, CancellationToken ct)
    {
        await behind.FlushAsync(ct);
        return await reads.FindAsync(query, ct);
    }

    public ValueTask DisposeAsync() => behind.DisposeAsync();

    private List<TraceEvent> Take()
    {
        var steps = new List<TraceEvent>();
        while (steps.Count < MaxPending && pending.TryDequeue(out var step))
            steps.Add(step);
        Interlocked.Add(ref count, -steps.Count);
        return steps;
    }
}
