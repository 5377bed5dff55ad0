namespace Aether.Storage.Messages;

/// <summary>Brings rows up to date by what changed since.</summary>
internal static class RowMerge
{
    /// <param name="rows">By UID; left as they are.</param>
    /// <param name="changed">New and changed rows, by UID.</param>
    /// <param name="vanished">UIDs that are gone, ascending.</param>
    public static MessageRow[] Apply(MessageRow[] rows, IReadOnlyList<MessageRow> changed, IReadOnlyList<Uid> vanished)
    {
        var merged = new List<MessageRow>(rows.Length + changed.Count);
        int next = 0;
        int gone = 0;
        foreach (var row in rows)
        {
            while (next < changed.Count && changed[next].Uid < row.Uid)
                merged.Add(changed[next++]);
            while (gone < vanished.Count && vanished[gone] < row.Uid)
                gone++;
            bool isGone = gone < vanished.Count && vanished[gone] == row.Uid;
            if (next < changed.Count && changed[next].Uid == row.Uid)
                merged.Add(changed[next++]);
            else if (!isGone)
                merged.Add(row);
        }
        while (next < changed.Count)
            merged.Add(changed[next++]);
        return [.. merged];
    }
}
