using Aether.Protocol.Smtp;
using Aether.Smtp.Session;

namespace Aether.Smtp.Commands;

/// <summary>VRFY: answered without an answer. RFC 5321 §3.5.3.</summary>
internal sealed class VrfyCommand : ISmtpCommand
{
    public ValueTask<SmtpReply> ExecuteAsync(SmtpSession session, ReadOnlyMemory<byte> arguments, CancellationToken ct) =>
        ValueTask.FromResult(arguments.IsEmpty ? Replies.Syntax("VRFY name") : Replies.CannotVerify);
}
