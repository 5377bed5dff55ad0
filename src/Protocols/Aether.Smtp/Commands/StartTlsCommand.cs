using Aether.Protocol.Smtp;
using Aether.Smtp.Session;

namespace Aether.Smtp.Commands;

/// <summary>STARTTLS: the loop swaps the pipe once the go-ahead is out. RFC 3207 §4.</summary>
internal sealed class StartTlsCommand : ISmtpCommand
{
    public async ValueTask<SmtpReply> ExecuteAsync(SmtpSession session, ReadOnlyMemory<byte> arguments, CancellationToken ct)
    {
        if (!arguments.IsEmpty)
            return Replies.NoArguments;
        if (!session.Connection.CanStartTls)
            return session.Connection.Tls is null ? Replies.TlsNotAvailable : Replies.BadSequence;

        await session.ResetAsync();
        session.After = AfterReply.StartTls;
        return Replies.ReadyForTls;
    }
}
