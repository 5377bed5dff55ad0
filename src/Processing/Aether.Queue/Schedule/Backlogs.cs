using Aether.Storage.Queue;

namespace Aether.Queue.Schedule;

/// <summary>
/// Destinations of which more is due than they may have at a time: their recipients lie aside, so that nobody who looks for work
/// sees them again and again, and are leased from there. Other nodes put recipients aside too: the store is asked once a second.
/// </summary>
internal sealed class Backlogs(QueueStore queue, TimeProvider clock)
{
    /// <summary>Destinations that one lease serves.</summary>
    private const int MostAtOnce = 50;

    private const int MostKnown = 10_000;
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(1);
    private readonly HashSet<string> known = new(StringComparer.Ordinal);
    private int next;
    private long looked;
    private bool isKnown;

    public IReadOnlyCollection<string> Domains => known;

    public async ValueTask LookAsync(CancellationToken ct)
    {
        if (isKnown && clock.GetElapsedTime(looked) < Freshness)
            return;
        (looked, isKnown) = (clock.GetTimestamp(), true);
        var found = await queue.ListBacklogsAsync(MostKnown, ct);
        known.Clear();
        known.UnionWith(found);
    }

    public void Add(IEnumerable<string> domains) => known.UnionWith(domains);

    /// <summary>Leases recipients of destinations that have room, each its share; who is left out comes first the next time.</summary>
    /// <param name="closed">Destinations that have no room, or stand still.</param>
    /// <param name="sizes">Recipients of all of them together, and of one block.</param>
    /// <param name="lease">How long they are the worker's.</param>
    /// <param name="ct">Fires when the server stops at once.</param>
    public async Task<IReadOnlyList<LeasedRecipient>> LeaseAsync(IReadOnlySet<string> closed, (int Most, int Block) sizes, TimeSpan lease, CancellationToken ct)
    {
        if (known.Count == 0)
            return [];
        var open = known.Where(domain => !closed.Contains(domain)).Order(StringComparer.Ordinal).ToList();
        if (open.Count == 0)
            return [];
        var turn = open.Skip(next %= open.Count).Concat(open.Take(next)).Take(MostAtOnce).ToList();
        next += turn.Count;
        int each = Math.Max(1, Math.Min(sizes.Most, Math.Max(sizes.Block, sizes.Most / turn.Count)));
        var taken = await queue.TakeFromBacklogsAsync(turn, each, lease, ct);
        var counts = taken.Recipients.CountBy(recipient => recipient.Recipient.Domain).ToDictionary(StringComparer.Ordinal);
        known.ExceptWith(turn.Where(domain => counts.GetValueOrDefault(domain) < each));
        return taken.Recipients;
    }
}
