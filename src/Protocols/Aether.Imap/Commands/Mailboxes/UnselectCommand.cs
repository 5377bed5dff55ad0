using Aether.Imap.Session;
using Aether.Imap.Wire;

namespace Aether.Imap.Commands.Mailboxes;

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
