using Aether.Imap.Session;
using Aether.Imap.Wire;
using Aether.Protocol.Imap;

namespace Aether.Imap.Commands.Mailboxes;

/// <summary>DELETE: removes a mailbox with its messages. RFC 3501 §6.3.4.</summary>
internal sealed class DeleteCommand : IImapCommand
{
    public async ValueTask<ImapReply> ExecuteAsync(ImapSession session, CommandInput input, CancellationToken ct)
    {
        if (!MailboxArgument.TryParse(input, out string name))
            return ImapReply.Syntax("DELETE mailbox");

        // The open one may be deleted too: then none is open any more.
        if (await session.Reach.FindAsync(name, ct) is not { } reached)
            return ImapReply.NoSuchMailbox;
        if (reached.Refusal(AclRights.DeleteMailbox, ImapReply.NoSuchMailbox) is { } refusal)
            return refusal;
        if (reached.Mailbox.Id == session.Selected?.Mailbox.Id && reached.OwnPath != Aether.Storage.Mailboxes.Mailbox.Inbox)
            session.Deselect();

        return MailboxArgument.ReplyTo(await session.Store.Mailboxes.DeleteAsync(reached.Mailbox.Account, reached.OwnPath, ct), "Deleted.");
    }
}
