using Aether.Imap.Session;
using Aether.Imap.Wire;
using Aether.Storage.Mailboxes;

namespace Aether.Imap.Commands.Mailboxes;

/// <summary>SUBSCRIBE and UNSUBSCRIBE: names, which need not be mailboxes. RFC 3501 §6.3.6, §6.3.7.</summary>
internal sealed class SubscribeCommand(SubscriptionChange change) : IImapCommand
{
    public async ValueTask<ImapReply> ExecuteAsync(ImapSession session, CommandInput input, CancellationToken ct)
    {
        if (!MailboxArgument.TryParse(input, out string name))
            return ImapReply.Syntax("SUBSCRIBE mailbox");
        return MailboxArgument.ReplyTo(await session.Store.Mailboxes.SubscribeAsync(session.Account, name, change, ct), "Done.");
    }
}
