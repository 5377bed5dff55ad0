using Aether.Pop3.Session;
using Aether.Pop3.Wire;

namespace Aether.Pop3.Commands.Logins;

/// <summary>STLS: swaps the pipe for one inside TLS; what the client pipelined behind it is never read. RFC 2595 §4; case S03.</summary>
internal sealed class StlsCommand : IPop3Command
{
    public ValueTask<Pop3Reply> ExecuteAsync(Pop3Session session, ReadOnlyMemory<byte> argument, CancellationToken ct)
    {
        if (!argument.IsEmpty)
            return ValueTask.FromResult(Pop3Reply.Syntax("STLS"));
        if (!session.Connection.CanStartTls)
            return ValueTask.FromResult(Pop3Reply.Error("TLS is not available here."));
        if (session.IsUtf8)
            return ValueTask.FromResult(Pop3Reply.Error("TLS must begin before UTF8.")); // RFC 6856 §2.1
        if (session.Connection.HasPlaintextLeft())
        {
            session.IsOver = true;
            return ValueTask.FromResult(Pop3Reply.Error("Nothing may follow STLS before TLS."));
        }

        session.UpgradeAfterReply = true;
        return ValueTask.FromResult(Pop3Reply.Ok("Begin TLS."));
    }
}
