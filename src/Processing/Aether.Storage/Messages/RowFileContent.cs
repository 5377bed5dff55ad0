namespace Aether.Storage.Messages;

/// <summary>What a file of rows has.</summary>
/// <param name="Unseen">Rows without \Seen.</param>
/// <param name="Bytes">Sum of the messages' sizes in octets.</param>
internal sealed record RowFileContent(MailboxRows Rows, uint UidValidity, int Unseen, long Bytes)
{
    /// <summary>Whether these rows, with what changed since, can be those of a mailbox with these counters: the file may be of another life of the store.</summary>
    /// <param name="now">The rows after the changes.</param>
    public bool Fits(MailboxRows now, MailboxChanges changes)
    {
        var counters = changes.Counters;
        if (UidValidity != counters.UidValidity || now.ModSeq != counters.HighestModSeq || now.Rows.Count != counters.Messages)
            return false;
        var (unseen, bytes) = (Unseen, Bytes);
        foreach (var uid in changes.Vanished.Concat(changes.Rows.Select(static row => row.Uid)).Distinct())
        {
            if (Rows.Rows.IndexOf(uid) is var index && index >= 0)
                Count(in Rows.Rows[index], -1, ref unseen, ref bytes);
        }

        foreach (var row in changes.Rows)
            Count(in row, 1, ref unseen, ref bytes);
        return unseen == counters.Unseen && bytes == counters.Bytes;
    }

    /// <param name="row">To be counted.</param>
    /// <param name="sign">1, or -1 to take it away.</param>
    public static void Count(in MessageRow row, int sign, ref int unseen, ref long bytes)
    {
        if ((row.System & SystemFlags.Seen) is SystemFlags.None)
            unseen += sign;
        bytes += sign * row.Size;
    }
}
