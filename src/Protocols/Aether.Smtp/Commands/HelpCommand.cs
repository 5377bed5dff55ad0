using Aether.Protocol.Smtp;
using Aether.Smtp.Session;

namespace Aether.Smtp.Commands;

/// <summary>HELP: names the commands. RFC 5321 §4.1.1.8.</summary>
internal sealed class HelpCommand : ISmtpCommand
{
    public ValueTask<SmtpReply> ExecuteAsync(SmtpSession session, ReadOnlyMemory<byte> arguments, CancellationToken ct) =>
        ValueTask.FromResult(Replies.Help);
}
