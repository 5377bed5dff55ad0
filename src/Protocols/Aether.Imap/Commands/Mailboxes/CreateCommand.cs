using Aether.Imap.Session;
using Aether.Imap.Wire;
using Aether.Storage.Mailboxes;

namespace Aether.Imap.Commands.Mailboxes;

/// <summary>CREATE: makes a mailbox and the levels above it. RFC 3501 §6.3.3.</summary>
internal sealed class CreateCommand : IImapCommand
{
    public async ValueTask<ImapReply> ExecuteAsync(ImapSession session, CommandInput input, CancellationToken ct)
    {
        if (!MailboxArgument.TryParse(input.Arguments.Span, out string name))
            return ImapReply.Syntax("CREATE mailbox");
        return MailboxArgument.ReplyTo(await session.Store.Mailboxes.CreateAsync(session.Account, name, SpecialUse.None, ct), "Created.");
    }
}
