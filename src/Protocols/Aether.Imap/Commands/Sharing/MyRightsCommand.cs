using Aether.Imap.Commands.Mailboxes;
using Aether.Imap.Session;
using Aether.Imap.Wire;

namespace Aether.Imap.Commands.Sharing;

/// <summary>MYRIGHTS: what the user may do with a mailbox; any right is enough to ask. RFC 4314 §3.5.</summary>
internal sealed class MyRightsCommand : IImapCommand
{
    public async ValueTask<ImapReply> ExecuteAsync(ImapSession session, CommandInput input, CancellationToken ct)
    {
        if (!MailboxArgument.TryParse(input, out string name))
            return ImapReply.Syntax("MYRIGHTS mailbox");
        if (await session.Reach.FindAsync(name, ct) is not { } reached)
            return ImapReply.NoSuchMailbox;
        MyRightsLine.Write(session, reached);
        return ImapReply.Ok("Done.");
    }
}
