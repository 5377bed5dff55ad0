
namespace Aether.Storage.Messages;

/// <summary>Counts rows as a mailbox counts its messages.</summary>
internal static class RowCount
{
    /// <summary>Whether these can be the rows of a mailbox with these counters.</summary>
    public static bool Fits(MailboxRows rows, MailboxCounters counters)
    {
        if (rows.ModSeq != counters.HighestModSeq || rows.Rows.Count != counters.Messages)
            return false;
        int unseen = 0;
        long bytes = 0;
        foreach (ref readonly var row in rows.Rows)
        {
            unseen += (row.System & SystemFlags.Seen) is SystemFlags.None ? 1 : 0;
            bytes += row.Size;
        }

        return unseen == counters.Unseen && bytes == counters.Bytes;
    }
}
