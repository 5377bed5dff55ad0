using System.Collections.Concurrent;

namespace Aether.Storage.Limits;

/// <summary>What was read a moment ago, where an answer that old is as good: it spares a busy node the same question for each message.</summary>
/// <param name="keep">How long; short, since other nodes change things too.</param>
/// <param name="most">Most answers kept; past it all are dropped.</param>
internal sealed class ShortMemory<TKey, TValue>(TimeSpan keep, int most, TimeProvider clock)
    where TKey : notnull
    where TValue : class
{
    private readonly ConcurrentDictionary<TKey, (TValue Value, long Since)> known = new();

    /// <summary>Null: not known, or not lately.</summary>
    public TValue? Find(TKey key) => known.TryGetValue(key, out var found) && clock.GetElapsedTime(found.Since) < keep ? found.Value : null;

    public void Keep(TKey key, TValue value)
    {
        if (known.Count >= most)
            known.Clear();
        known[key] = (value, clock.GetTimestamp());
    }

    public void Forget(TKey key) => known.TryRemove(key, out _);

    public void Clear() => known.Clear();
}
