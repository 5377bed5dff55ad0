using Aether.Imap.Session;
using Aether.Imap.Wire;

namespace Aether.Imap.Commands;

/// <summary>LOGOUT: ends the session. RFC 3501 §6.1.3.</summary>
internal sealed class LogoutCommand : IImapCommand
{
    public ValueTask<ImapReply> ExecuteAsync(ImapSession session, CommandInput input, CancellationToken ct)
    {
        if (!input.Arguments.IsEmpty)
            return ValueTask.FromResult(ImapReply.Syntax("LOGOUT"));
        session.Responses.Untagged("BYE Logging out"u8);
        session.IsOver = true;
        return ValueTask.FromResult(ImapReply.Ok("Bye."));
    }
}
