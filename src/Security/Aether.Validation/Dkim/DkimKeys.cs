using System.Collections.Concurrent;

namespace Aether.Validation.Dkim;

/// <summary>
/// Published keys, read once: reading one takes longer than to verify with it. By the text of its record, which says all of it: whether it is still
/// published is the resolver's to know. Bounded, so that no stranger's keys fill the memory.
/// </summary>
/// <param name="most">Keys of each of two generations: when the young are so many they become the old, and those that nobody asked for since are gone.</param>
public sealed class DkimKeys(int most = 500)
{
    /// <summary>Longer records are read each time; a key of 8192 bits takes 1,400.</summary>
    private const int MaxLength = 4096;

    private ConcurrentDictionary<string, DkimPublicKey> young = new(StringComparer.Ordinal);
    private ConcurrentDictionary<string, DkimPublicKey> old = new(StringComparer.Ordinal);

    internal int Count => young.Count + old.Count;

    /// <param name="problem">Why it can't be used, when the result is null.</param>
    internal DkimPublicKey? Read(string text, out string? problem)
    {
        problem = null;
        if (young.TryGetValue(text, out var known))
            return known;
        var key = old.TryGetValue(text, out known) ? known : DkimKeyRecord.Parse(text, out problem) is { } record ? new DkimPublicKey(record) : null;
        if (key is not null && text.Length <= MaxLength)
            Keep(text, key);
        return key;
    }

    private void Keep(string text, DkimPublicKey key)
    {
        var present = young;
        if (present.Count >= most && Interlocked.CompareExchange(ref young, new(StringComparer.Ordinal), present) == present)
            old = present;
        young.TryAdd(text, key);
    }
}
