namespace Aether.Storage.Messages;

/// <summary>UIDs of existing messages, ascending, as ranges: a range names only messages that exist, so its width is its row count.</summary>
internal readonly record struct UidRanges(IReadOnlyList<(uint First, uint Last)> Ranges)
{
    /// <summary>Cuts ascending UIDs into pieces of at most <paramref name="most"/> messages.</summary>
    public static IEnumerable<UidRanges> Cut(IReadOnlyList<Uid> uids, int most)
    {
        for (int start = 0; start < uids.Count; start += most)
        {
            int end = Math.Min(uids.Count, start + most);
            var ranges = new List<(uint First, uint Last)>();
            for (int i = start; i < end; i++)
            {
                uint uid = uids[i].Value;
                if (ranges.Count > 0 && ranges[^1].Last + 1 == uid)
                    ranges[^1] = (ranges[^1].First, uid);
                else
                    ranges.Add((uid, uid));
            }
            yield return new(ranges);
        }
    }
}
