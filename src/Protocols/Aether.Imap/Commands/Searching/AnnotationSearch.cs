using Aether.Imap.Selected;
using Aether.Imap.Session;
using Aether.Mime.Text;
using Aether.Protocol.Imap;
using Aether.Storage;
using Aether.Storage.Annotations;

namespace Aether.Imap.Commands.Searching;

/// <summary>SEARCH ANNOTATION: the messages with an entry that matches, compared as other text is. RFC 5257 §4.8, §7.</summary>
internal static class AnnotationSearch
{
    public static async ValueTask<HashSet<uint>> FindAsync(ImapSession session, SelectedMailbox mailbox, SearchKey key, CancellationToken ct)
    {
        var found = new HashSet<uint>();
        var (account, id) = (mailbox.Mailbox.Account, mailbox.Mailbox.Id);
        var names = new ListPattern(key.Field, AnnotationName.Separator);
        byte[] wanted = UnicodeCasemap.Fold(key.Text);
        foreach (var uid in await session.Store.Annotations.MessagesAsync(account, id, (new Uid(1), new Uid(uint.MaxValue)), session.Account, default, ct))
        {
            foreach (var note in await session.Store.Annotations.ListAsync(account, id, uid, session.Account, ct))
            {
                if (((AnnotationSides)key.Size).HasFlag(SideOf(note)) && names.Matches(note.Name) && Fold(note.Value.Span).AsSpan().IndexOf(wanted) >= 0)
                    found.Add(uid.Value);
            }
        }

        return found;
    }

    /// <summary>Text folded as searches and sorts compare it.</summary>
    public static byte[] Fold(ReadOnlySpan<byte> value) => UnicodeCasemap.Fold(System.Text.Encoding.UTF8.GetString(value));

    private static AnnotationSides SideOf(MessageAnnotation note) => note.Reader is null ? AnnotationSides.Shared : AnnotationSides.Private;
}
