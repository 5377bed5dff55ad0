using Aether.Protocol.Smtp;
using Aether.Smtp.Session;

namespace Aether.Smtp.Commands;

/// <summary>EHLO, and LHLO in its place on LMTP: greets, and names the extensions of this listener. RFC 5321 §4.1.1.1, RFC 2033 §4.1.</summary>
internal sealed class EhloCommand(EhloForm form, SmtpBackend backend, TimeProvider clock) : ISmtpCommand
{
    public async ValueTask<SmtpReply> ExecuteAsync(SmtpSession session, ReadOnlyMemory<byte> arguments, CancellationToken ct)
    {
        if ((form is EhloForm.Lhlo) != (session.Options.Kind is SmtpListenerKind.Lmtp))
            return Replies.UnknownCommand; // RFC 2033 §4.1: neither answers where the other is spoken
        if (EhloArguments.TryParse(arguments.Span, out var ehlo) is not ArgumentsStatus.Ok)
            return Replies.Syntax(form is EhloForm.Lhlo ? "LHLO name" : "EHLO name");

        // RFC 5321 §4.1.4: a second EHLO is a RSET.
        await session.ResetAsync();
        session.Greet(ehlo.Name, form);
        return SmtpReply.Plain(250, ExtensionList.Of(session, backend, clock));
    }
}
