namespace Aether.Storage.Messages;

/// <summary>UIDs of existing messages, ascending, as ranges: a range names only messages that exist, so its width is its row count.</summary>
internal readonly record struct UidRanges(IReadOnlyList<(uint First, uint Last)> Ranges)
{
    /// <summary>Cuts ascending UIDs into pieces of at most <paramref name="most"/> messages.</summary>
    public static IEnumerable<UidRanges> Cut(IReadOnlyList<Uid> uids, int most)
    {
        for (int start = 0; start < uids.Count; start += most)
            yield return Of(uids.Skip(start).Take(most));
    }

    /// <summary>Ascending UIDs as ranges.</summary>
    public static UidRanges Of(IEnumerable<Uid> uids)
    {
        var ranges = new List<(uint First, uint Last)>();
        foreach (var uid in uids)
        {
            if (ranges.Count > 0 && ranges[^1].Last + 1 == uid.Value)
                ranges[^1] = (ranges[^1].First, uid.Value);
            else
                ranges.Add((uid.Value, uid.Value));
        }
        return new(ranges);
    }
}
