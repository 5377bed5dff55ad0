using System.Collections.Concurrent;

namespace Aether.Storage.Limits;

/// <summary>
/// Counts by key over a window that slides: the last window counts for the share of it that the present one has not yet
/// replaced. What other nodes count is added as they tell it. Bounded, whatever keys come.
/// </summary>
public sealed class RateWindow : IDisposable
{
    /// <summary>Keys remembered; past that the old ones are dropped, then all: an attack from very many places must not fill the memory.</summary>
    private const int MaxKeys = 100_000;

    private readonly string name;
    private readonly TimeSpan window;
    private readonly CountFeed others;
    private readonly TimeProvider clock;
    private readonly ConcurrentDictionary<string, Counter> counters = new(StringComparer.Ordinal);

    /// <param name="name">What it counts, the same on all nodes, without spaces.</param>
    /// <param name="window">Over how long.</param>
    /// <param name="others">What other nodes count.</param>
    /// <param name="clock">Tells the time.</param>
    public RateWindow(string name, TimeSpan window, CountFeed others, TimeProvider clock)
    {
        (this.name, this.window, this.others, this.clock) = (name, window, others, clock);
        others.Heard += OnHeard;
    }

    /// <summary>How much was counted for a key within the window.</summary>
    public long Of(string key) => counters.TryGetValue(key, out var counter) ? counter.Sum(clock.GetUtcNow(), window) : 0;

    /// <summary>Counts here, and tells the others.</summary>
    /// <param name="key">Without spaces.</param>
    /// <param name="count">How much.</param>
    public void Add(string key, int count)
    {
        Count(key, count);
        others.Tell(name, key, count);
    }

    public void Dispose() => others.Heard -= OnHeard;

    private void OnHeard(string counter, string key, int count)
    {
        if (counter == name)
            Count(key, count);
    }

    private void Count(string key, int count)
    {
        if (counters.Count >= MaxKeys)
            DropOld();
        counters.GetOrAdd(key, static _ => new Counter()).Add(clock.GetUtcNow(), window, count);
    }

    private void DropOld()
    {
        var now = clock.GetUtcNow();
        foreach (var (key, counter) in counters)
        {
            if (counter.Sum(now, window) == 0)
                counters.TryRemove(key, out _);
        }

        if (counters.Count >= MaxKeys)
            counters.Clear();
    }

    private sealed class Counter
    {
        private readonly Lock gate = new();
        private DateTimeOffset began;
        private long present;
        private long last;

        public void Add(DateTimeOffset now, TimeSpan window, int count)
        {
            lock (gate)
            {
                Roll(now, window);
                present += count;
            }
        }

        public long Sum(DateTimeOffset now, TimeSpan window)
        {
            lock (gate)
            {
                Roll(now, window);
                return present + (long)Math.Ceiling(last * (1 - ((now - began) / window)));
            }
        }

        private void Roll(DateTimeOffset now, TimeSpan window)
        {
            if (now - began < window)
                return;
            (last, present) = (now - began < window * 2 ? present : 0, 0);
            began = now - began < window * 2 ? began + window : now;
        }
    }
}
