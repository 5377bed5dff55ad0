using System.Collections.Concurrent;
using System.Net;

namespace Aether.Imap.Session;

/// <summary>How many connections a user has from one address, so that one client cannot take all.</summary>
internal sealed class ConnectionCounts
{
    private readonly ConcurrentDictionary<(long Account, IPAddress Address), int> counts = new();

    /// <param name="most">How many there may be.</param>
    public bool TryEnter(long account, IPAddress address, int most)
    {
        if (counts.AddOrUpdate((account, address), 1, static (_, count) => count + 1) <= most)
            return true;
        Leave(account, address);
        return false;
    }

    public void Leave(long account, IPAddress address)
    {
        var key = (account, address);
        while (counts.TryGetValue(key, out int count))
        {
            if (count > 1 ? counts.TryUpdate(key, count - 1, count) : counts.TryRemove(new(key, count)))
                return;
        }
    }
}
