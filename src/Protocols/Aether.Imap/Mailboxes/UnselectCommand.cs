using Aether.Imap.Commands;
using Aether.Imap.Session;

namespace Aether.Imap.Mailboxes;

/// <summary>UNSELECT: closes the mailbox and expunges nothing. RFC 3691.</summary>
internal sealed class UnselectCommand : IImapCommand
{
    public ValueTask<ImapReply> ExecuteAsync(ImapSession session, CommandInput input, CancellationToken ct)
    {
        if (!input.Arguments.IsEmpty)
            return ValueTask.FromResult(ImapReply.Syntax("UNSELECT"));
        session.Deselect();
        return ValueTask.FromResult(ImapReply.Ok("Closed."));
    }
}
