using System.Collections.Concurrent;

namespace Aether.Dns.Resolving;

/// <summary>Answers kept for as long as their TTL says, bounded in number. RFC 2308 §5 for the negative ones.</summary>
internal sealed class DnsCache<T>(int maxEntries, TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, (DnsAnswer<T> Answer, long Until)> entries = new(StringComparer.OrdinalIgnoreCase);

    public bool TryGet(string name, out DnsAnswer<T> answer)
    {
        bool found = entries.TryGetValue(name, out var entry) && clock.GetTimestamp() < entry.Until;
        answer = entry.Answer;
        return found;
    }

    public void Add(string name, DnsAnswer<T> answer, TimeSpan timeToLive)
    {
        if (timeToLive <= TimeSpan.Zero)
            return;
        if (entries.Count >= maxEntries)
            MakeRoom();
        entries[name] = (answer, clock.GetTimestamp() + (long)(timeToLive.TotalSeconds * clock.TimestampFrequency));
    }

    private void MakeRoom()
    {
        long now = clock.GetTimestamp();
        foreach (var (name, entry) in entries)
        {
            if (entry.Until <= now)
                entries.TryRemove(name, out _);
        }

        // All still alive: start afresh rather than grow, or keep order on the hot path.
        if (entries.Count >= maxEntries)
            entries.Clear();
    }
}
