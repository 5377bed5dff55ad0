using Aether.Imap.Session;
using Aether.Imap.Wire;

namespace Aether.Imap.Commands.Logins;

/// <summary>STARTTLS: swaps the pipe for one inside TLS; what the client pipelined behind it is never read. RFC 3501 §6.2.1; case S03.</summary>
internal sealed class StartTlsCommand : IImapCommand
{
    public ValueTask<ImapReply> ExecuteAsync(ImapSession session, CommandInput input, CancellationToken ct)
    {
        if (!input.Arguments.IsEmpty)
            return ValueTask.FromResult(ImapReply.Syntax("STARTTLS"));
        if (!session.Connection.CanStartTls)
            return ValueTask.FromResult(ImapReply.Bad("TLS is not available here."));
        if (session.Connection.HasPlaintextLeft())
        {
            session.IsOver = true;
            return ValueTask.FromResult(ImapReply.Bad("Nothing may follow STARTTLS before TLS."));
        }

        session.UpgradeAfterReply = true;
        return ValueTask.FromResult(ImapReply.Ok("Begin TLS."));
    }
}
