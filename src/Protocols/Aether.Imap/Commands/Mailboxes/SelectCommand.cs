using Aether.Imap.Selected;
using Aether.Imap.Session;
using Aether.Imap.Wire;
using Aether.Storage.Messages;

namespace Aether.Imap.Commands.Mailboxes;

/// <summary>SELECT and EXAMINE: opens a mailbox and tells its state. RFC 3501 §6.3.1, §6.3.2.</summary>
internal sealed class SelectCommand(OpenMode mode) : IImapCommand
{
    public async ValueTask<ImapReply> ExecuteAsync(ImapSession session, CommandInput input, CancellationToken ct)
    {
        if (!MailboxArgument.TryParse(input.Arguments.Span, out string name))
            return ImapReply.Syntax("SELECT mailbox");

        // A failed SELECT leaves no mailbox open: RFC 3501 §6.3.1.
        session.Deselect();
        var mailbox = await session.Store.Mailboxes.FindAsync(session.Account, name, ct);
        if (mailbox is not { Selectable: true })
            return ImapReply.NoSuchMailbox;

        var selected = await SelectedMailbox.OpenAsync(mailbox, mode, session.Store, session.Shared.Recent, ct);
        session.Select(selected);
        Report(session.Responses, selected);
        return mode is OpenMode.ReadWrite ? ImapReply.Ok("READ-WRITE", "Selected.") : ImapReply.Ok("READ-ONLY", "Examined.");
    }

    private static void Report(ResponseWriter responses, SelectedMailbox selected)
    {
        responses.Untagged(selected.FlagsLine());
        responses.Untagged(selected.View.Count, "EXISTS"u8);
        responses.Untagged(selected.RecentCount, "RECENT"u8);
        if (FirstUnseen(selected.View) is var unseen && unseen > 0)
            responses.Untagged($"OK [UNSEEN {unseen}] First unseen.");
        responses.Untagged(selected.Mode is OpenMode.ReadWrite
            ? $"OK [PERMANENTFLAGS ({FlagNames.System}{selected.KeywordList()} \\*)] Kept."
            : "OK [PERMANENTFLAGS ()] None may change.");
        responses.Untagged($"OK [UIDVALIDITY {selected.Mailbox.Counters.UidValidity}] UIDs valid.");

        // A message may have come in between the counters and the rows.
        uint next = Math.Max(selected.Mailbox.Counters.UidNext.Value, selected.View.HighestUid.Value + 1);
        responses.Untagged($"OK [UIDNEXT {next}] Next UID.");
    }

    private static int FirstUnseen(MailboxView view)
    {
        var rows = view.Rows;
        for (int i = 0; i < rows.Length; i++)
        {
            if ((rows[i].System & SystemFlags.Seen) is SystemFlags.None)
                return i + 1;
        }

        return 0;
    }
}
