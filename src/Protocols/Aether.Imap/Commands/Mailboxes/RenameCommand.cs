using Aether.Imap.Session;
using Aether.Imap.Wire;

namespace Aether.Imap.Commands.Mailboxes;

/// <summary>RENAME: gives a mailbox and its children another name; INBOX hands over its messages. RFC 3501 §6.3.5.</summary>
internal sealed class RenameCommand : IImapCommand
{
    public async ValueTask<ImapReply> ExecuteAsync(ImapSession session, CommandInput input, CancellationToken ct)
    {
        if (!MailboxArgument.TryParseTwo(input.Arguments.Span, out string? from, out string? to))
            return ImapReply.Syntax("RENAME mailbox new-name");
        return MailboxArgument.ReplyTo(await session.Store.Mailboxes.RenameAsync(session.Account, from, to, ct), "Renamed.");
    }
}
