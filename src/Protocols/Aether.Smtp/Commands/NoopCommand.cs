using Aether.Protocol.Smtp;
using Aether.Smtp.Session;

namespace Aether.Smtp.Commands;

/// <summary>NOOP: does nothing; a word behind it is allowed. RFC 5321 §4.1.1.9.</summary>
internal sealed class NoopCommand : ISmtpCommand
{
    public ValueTask<SmtpReply> ExecuteAsync(SmtpSession session, ReadOnlyMemory<byte> arguments, CancellationToken ct) =>
        ValueTask.FromResult(Replies.Ok);
}
