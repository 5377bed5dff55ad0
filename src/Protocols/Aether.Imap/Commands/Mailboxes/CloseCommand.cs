using Aether.Imap.Commands.Messages;
using Aether.Imap.Selected;
using Aether.Imap.Session;
using Aether.Imap.Wire;
using Aether.Protocol.Imap;

namespace Aether.Imap.Commands.Mailboxes;

/// <summary>CLOSE: expunges silently and closes the mailbox. RFC 3501 §6.4.2.</summary>
internal sealed class CloseCommand : IImapCommand
{
    public async ValueTask<ImapReply> ExecuteAsync(ImapSession session, CommandInput input, CancellationToken ct)
    {
        if (!input.Arguments.IsEmpty)
            return ImapReply.Syntax("CLOSE");
        var selected = session.Selected!;
        if (selected.Mode is OpenMode.ReadWrite && selected.Reached.Allows(AclRights.Expunge))
            await session.Store.Messages.ExpungeAsync(selected.Mailbox.Account, selected.Mailbox.Id, ExpungeCommand.Deleted(selected.View), ct);
        session.Deselect();
        return ImapReply.Ok("Closed.");
    }
}
