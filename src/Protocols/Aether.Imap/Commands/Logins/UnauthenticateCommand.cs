using Aether.Imap.Session;
using Aether.Imap.Wire;

namespace Aether.Imap.Commands.Logins;

/// <summary>UNAUTHENTICATE: the session goes on as nobody's, so that a proxy can use it for the next user. RFC 8437 §3.</summary>
internal sealed class UnauthenticateCommand : IImapCommand
{
    public ValueTask<ImapReply> ExecuteAsync(ImapSession session, CommandInput input, CancellationToken ct)
    {
        if (!input.Arguments.IsEmpty)
            return ValueTask.FromResult(ImapReply.Syntax("UNAUTHENTICATE"));
        session.Leave();
        return ValueTask.FromResult(ImapReply.Ok("You are nobody."));
    }
}
