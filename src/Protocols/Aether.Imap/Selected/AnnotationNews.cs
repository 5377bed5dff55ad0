using Aether.Imap.Wire;
using Aether.Protocol.Imap;
using Aether.Storage;
using Aether.Storage.Messages;

namespace Aether.Imap.Selected;

/// <summary>Tells a client that asked for it which annotations others changed: their names, never their values. RFC 5257 §4.2, §4.4.</summary>
internal static class AnnotationNews
{
    /// <param name="rows">Messages that changed in some way; those that this session knows the newest state of are no news.</param>
    public static async ValueTask TellAsync(MailStore store, SelectedMailbox selected, ResponseWriter responses, IReadOnlyList<(MessageRow Row, ModSeq Known)> rows, CancellationToken ct)
    {
        var mailbox = selected.Mailbox;
        foreach (var (row, known) in rows)
        {
            var notes = await store.Annotations.ListAsync(mailbox.Account, mailbox.Id, row.Uid, selected.Reached.Reader, ct);
            string[] names = [.. notes.Where(note => note.ModSeq > known).Select(static note => note.Name).Distinct(StringComparer.Ordinal)];
            int index = selected.View.IndexOf(row.Uid);
            if (names.Length is 0 || index < 0)
                continue;
            selected.WriteFetchHead(responses, index);
            responses.Raw("UID "u8);
            ImapString.WriteNumber(responses.Output, row.Uid.Value);
            responses.Raw(" ANNOTATION ("u8);
            for (int i = 0; i < names.Length; i++)
            {
                if (i > 0)
                    responses.Raw(" "u8);
                ImapString.Write(responses.Output, names[i]);
            }

            responses.Raw(")"u8);
            selected.WriteModSeqIfTold(responses, index);
            responses.Raw(")\r\n"u8);
            await responses.FlushIfFullAsync(ct);
        }
    }
}
