using Aether.Protocol.Smtp;
using Aether.Smtp.Session;

namespace Aether.Smtp.Commands;

/// <summary>QUIT: ends the session. RFC 5321 §4.1.1.10.</summary>
internal sealed class QuitCommand : ISmtpCommand
{
    public ValueTask<SmtpReply> ExecuteAsync(SmtpSession session, ReadOnlyMemory<byte> arguments, CancellationToken ct)
    {
        if (!arguments.IsEmpty)
            return ValueTask.FromResult(Replies.NoArguments);
        session.After = AfterReply.Close;
        return ValueTask.FromResult(Replies.Bye);
    }
}
