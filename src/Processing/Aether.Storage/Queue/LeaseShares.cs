using Aether.Storage.Envelopes;

namespace Aether.Storage.Queue;

/// <summary>
/// How a lease is shared between the classes: urgent mail first, yet a tenth of each lease is for low and a fifth for normal mail
/// that is due, so that no class waits for ever. PostgreSQL does the same in its function <c>lease</c>.
/// </summary>
internal static class LeaseShares
{
    public static int Low(int most) => most / 10;

    public static int Normal(int most) => most / 5;

    /// <param name="due">The due recipients of a class, oldest first, up to <paramref name="most"/>.</param>
    public static List<T> Choose<T>(Func<QueuePriority, IReadOnlyList<T>> due, int most)
    {
        var (high, normal, low) = (due(QueuePriority.High), due(QueuePriority.Normal), due(QueuePriority.Low));
        if (high.Count == 0 && low.Count == 0)
            return [.. normal];
        return
        [
            .. low.Take(Low(most)).Concat(normal.Take(Normal(most))).Concat(high).Concat(normal.Skip(Normal(most))).Concat(low.Skip(Low(most))).Take(most),
        ];
    }
}
