namespace Aether.Storage.Messages;

/// <summary>UIDs of existing messages, ascending, as ranges: a range names only messages that exist, so its width is its row count.</summary>
internal readonly record struct UidRanges(IReadOnlyList<(uint First, uint Last)> Ranges)
{
    /// <summary>How many messages they are.</summary>
    public int Count
    {
        get
        {
            int count = 0;
            foreach (var (first, last) in Ranges)
                count += (int)(last - first) + 1;
            return count;
        }
    }

    /// <summary>Cuts ascending UIDs into pieces of at most <paramref name="most"/> messages.</summary>
    public static IEnumerable<UidRanges> Cut(IReadOnlyList<Uid> uids, int most)
    {
        var all = uids as Uid[] ?? [.. uids];
        for (int start = 0; start < all.Length; start += most)
            yield return Of(all.AsSpan(start, Math.Min(most, all.Length - start)));
    }

    /// <summary>Ascending UIDs as ranges.</summary>
    public static UidRanges Of(IEnumerable<Uid> uids) => Of((uids as Uid[] ?? [.. uids]).AsSpan());

    /// <inheritdoc cref="Of(IEnumerable{Uid})"/>
    public static UidRanges Of(ReadOnlySpan<Uid> uids)
    {
        var ranges = new List<(uint First, uint Last)>();
        for (int i = 0; i < uids.Length;)
        {
            uint first = uids[i].Value;
            uint last = first;
            while (++i < uids.Length && uids[i].Value == last + 1)
                last++;
            ranges.Add((first, last));
        }
        return new(ranges);
    }
}
