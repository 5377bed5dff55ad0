using Aether.Imap.Session;
using Aether.Protocol.Imap;
using Aether.Storage;
using Aether.Storage.Messages;

namespace Aether.Imap.Commands.Sorting;

/// <summary>Reads what messages sort by. RFC 5256 §3.</summary>
internal static class SortReader
{
    /// <summary>Messages whose cold rows are read at once.</summary>
    private const int Portion = 256;

    public static async ValueTask<List<SortValues>> ReadAsync(ImapSession session, List<int> found, IReadOnlyList<SortCriterion> keys, Func<EmailId, int> scoreOf, CancellationToken ct)
    {
        var view = session.Selected!.View;
        var values = new List<SortValues>(found.Count);
        var notes = await SortNotes.ReadAsync(session, found, keys, ct);
        bool needsEnvelope = SortValues.NeedsEnvelope(keys);
        for (int start = 0; start < found.Count; start += Portion)
        {
            var portion = found.GetRange(start, Math.Min(Portion, found.Count - start));
            IReadOnlyList<EmailRow> emails = needsEnvelope
                ? await session.Store.Messages.ReadEmailsAsync(session.Selected.Mailbox.Account, portion.ConvertAll(index => view[index].Email).ToArray(), ct)
                : [];
            int next = 0;
            foreach (int index in portion)
            {
                // One that another session expunged sorts as if it had no header: its number stays.
                bool isThere = next < emails.Count && emails[next].Id == view[index].Email;
                values.Add(new SortValues(index, view[index], isThere ? emails[next++].Envelope.Span : default, keys, scoreOf, notes));
            }
        }

        return values;
    }
}
