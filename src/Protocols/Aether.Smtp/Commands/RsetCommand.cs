using Aether.Protocol.Smtp;
using Aether.Smtp.Session;

namespace Aether.Smtp.Commands;

/// <summary>RSET: gives the transaction up. RFC 5321 §4.1.1.5.</summary>
internal sealed class RsetCommand : ISmtpCommand
{
    public async ValueTask<SmtpReply> ExecuteAsync(SmtpSession session, ReadOnlyMemory<byte> arguments, CancellationToken ct)
    {
        if (!arguments.IsEmpty)
            return Replies.NoArguments;
        await session.ResetAsync();
        return Replies.Reset;
    }
}
