using Aether.Storage.Messages;

namespace Aether.Storage.Engines.Sqlite.Rows;

/// <summary>Neighbours that are copied to neighbours, so that one statement does for all of them: the UIDs from First to Last become those from Target on.</summary>
internal readonly record struct CopiedRun(uint First, uint Last, uint Target)
{
    /// <summary>What is added to a UID.</summary>
    public long Distance => (long)Target - First;

    /// <param name="target">The UID of the first copy; the others follow it.</param>
    public static List<CopiedRun> Of(UidRanges uids, Uid target)
    {
        var runs = new List<CopiedRun>(uids.Ranges.Count);
        uint next = target.Value;
        foreach (var (first, last) in uids.Ranges)
        {
            runs.Add(new CopiedRun(first, last, next));
            next += last - first + 1;
        }
        return runs;
    }
}
