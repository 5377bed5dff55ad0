using System.Text;
using Aether.Imap.Selected;
using Aether.Imap.Session;
using Aether.Protocol.Imap;
using Aether.Storage;

namespace Aether.Imap.Commands.Resyncing;

/// <summary>Tells a returning client what vanished and what changed since it was here. RFC 7162 §3.2.5.1, §3.2.6.</summary>
internal static class Resynchronisation
{
    /// <summary>UIDs of one VANISHED line.</summary>
    private const int Portion = 4096;

    public static async ValueTask TellAsync(ImapSession session, SelectedMailbox selected, ResyncPoint point, CancellationToken ct)
    {
        await TellVanishedAsync(session, selected, point.ModSeq, point.Known, ct);
        var known = point.Known?.Resolve(selected.View.HighestUid.Value);
        for (int index = 0; index < selected.View.Count; index++)
        {
            var row = selected.View[index];
            if (row.ModSeq.Value <= point.ModSeq || (known is not null && !Contains(known, row.Uid.Value)))
                continue;
            selected.WriteChange(session.Responses, index, withUid: true);
            await session.Responses.FlushIfFullAsync(ct);
        }
    }

    /// <summary>VANISHED (EARLIER): what is gone since, of those in <paramref name="among"/>.</summary>
    public static async ValueTask TellVanishedAsync(ImapSession session, SelectedMailbox selected, long since, SequenceSet? among, CancellationToken ct)
    {
        var changes = await session.Store.Messages.ChangesAsync(selected.Mailbox.Account, selected.Mailbox.Id, new ModSeq(since), ct);
        var ranges = among?.Resolve(Math.Max(selected.Mailbox.Counters.UidNext.Value - 1, selected.View.HighestUid.Value));
        var gone = new List<uint>();
        foreach (var uid in changes.Vanished)
        {
            // One that vanished behind our back is told as news: its number is still in use.
            if (selected.View.IndexOf(uid) < 0 && (ranges is null || Contains(ranges, uid.Value)))
                gone.Add(uid.Value);
        }

        for (int start = 0; start < gone.Count; start += Portion)
        {
            string set = SequenceSet.Format([.. gone.GetRange(start, Math.Min(Portion, gone.Count - start))]);
            session.Responses.Untagged(Encoding.ASCII.GetBytes("VANISHED (EARLIER) " + set));
            await session.Responses.FlushIfFullAsync(ct);
        }
    }

    private static bool Contains(SequenceRange[] ranges, uint number)
    {
        int low = 0;
        int high = ranges.Length;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (ranges[middle].Last < number)
                low = middle + 1;
            else
                high = middle;
        }

        return low < ranges.Length && ranges[low].Contains(number);
    }
}
