using Aether.Imap.Commands.Searching;
using Aether.Imap.Session;
using Aether.Protocol.Imap;
using Aether.Storage;

namespace Aether.Imap.Commands.Sorting;

/// <summary>The annotations that messages sort by, folded; a message without one comes first, as one without a subject does. RFC 5257 §4.9.</summary>
internal sealed class SortNotes
{
    private readonly Dictionary<(Uid, SortCriterion), byte[]> values = [];

    private SortNotes()
    {
    }

    public static async ValueTask<SortNotes> ReadAsync(ImapSession session, List<int> found, IReadOnlyList<SortCriterion> keys, CancellationToken ct)
    {
        var notes = new SortNotes();
        var wanted = keys.Where(static key => key.Key is SortKey.Annotation).Distinct().ToList();
        if (wanted.Count is 0 || found.Count is 0)
            return notes;
        var selected = session.Selected!;
        var (account, mailbox) = (selected.Mailbox.Account, selected.Mailbox.Id);
        var among = found.ConvertAll(index => selected.View[index].Uid).ToHashSet();
        foreach (var uid in await session.Store.Annotations.MessagesAsync(account, mailbox, (among.Min(), among.Max()), session.Account, default, ct))
        {
            if (!among.Contains(uid))
                continue;
            var all = await session.Store.Annotations.ListAsync(account, mailbox, uid, session.Account, ct);
            foreach (var key in wanted)
            {
                if (all.FirstOrDefault(note => note.Name == key.Entry && note.Reader is not null == key.IsPrivate) is { } note)
                    notes.values[(uid, key)] = AnnotationSearch.Fold(note.Value.Span);
            }
        }

        return notes;
    }

    public byte[] Of(Uid uid, SortCriterion key) => values.GetValueOrDefault((uid, key), []);
}
