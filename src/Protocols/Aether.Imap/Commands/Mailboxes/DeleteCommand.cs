using Aether.Imap.Session;
using Aether.Imap.Wire;

namespace Aether.Imap.Commands.Mailboxes;

/// <summary>DELETE: removes a mailbox with its messages. RFC 3501 §6.3.4.</summary>
internal sealed class DeleteCommand : IImapCommand
{
    public async ValueTask<ImapReply> ExecuteAsync(ImapSession session, CommandInput input, CancellationToken ct)
    {
        if (!MailboxArgument.TryParse(input.Arguments.Span, out string name))
            return ImapReply.Syntax("DELETE mailbox");

        // The open one may be deleted too: then none is open any more.
        if (await session.Store.Mailboxes.FindAsync(session.Account, name, ct) is { } mailbox && mailbox.Id == session.Selected?.Mailbox.Id
            && mailbox.Path != Aether.Storage.Mailboxes.Mailbox.Inbox)
        {
            session.Deselect();
        }

        return MailboxArgument.ReplyTo(await session.Store.Mailboxes.DeleteAsync(session.Account, name, ct), "Deleted.");
    }
}
