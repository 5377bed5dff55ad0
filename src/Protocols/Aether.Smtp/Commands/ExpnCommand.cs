using Aether.Protocol.Smtp;
using Aether.Smtp.Session;

namespace Aether.Smtp.Commands;

/// <summary>EXPN: lists are nobody's business. RFC 5321 §7.3.</summary>
internal sealed class ExpnCommand : ISmtpCommand
{
    public ValueTask<SmtpReply> ExecuteAsync(SmtpSession session, ReadOnlyMemory<byte> arguments, CancellationToken ct) =>
        ValueTask.FromResult(Replies.NotImplemented);
}
