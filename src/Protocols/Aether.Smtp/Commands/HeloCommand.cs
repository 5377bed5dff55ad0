using Aether.Protocol.Smtp;
using Aether.Smtp.Session;

namespace Aether.Smtp.Commands;

/// <summary>HELO: greets without extensions. RFC 5321 §4.1.1.1.</summary>
internal sealed class HeloCommand : ISmtpCommand
{
    public async ValueTask<SmtpReply> ExecuteAsync(SmtpSession session, ReadOnlyMemory<byte> arguments, CancellationToken ct)
    {
        if (session.Options.Kind is SmtpListenerKind.Lmtp)
            return Replies.UnknownCommand; // RFC 2033 §4.1
        if (EhloArguments.TryParse(arguments.Span, out var helo) is not ArgumentsStatus.Ok)
            return Replies.Syntax("HELO name");

        await session.ResetAsync();
        session.Greet(helo.Name, EhloForm.Helo);
        return SmtpReply.Plain(250, session.Options.Hostname);
    }
}
