using System.Globalization;
using Aether.Protocol.Smtp;
using Aether.Smtp.Session;

namespace Aether.Smtp.Commands;

/// <summary>EHLO: greets, and names the extensions of this listener. RFC 5321 §4.1.1.1.</summary>
internal sealed class EhloCommand : ISmtpCommand
{
    public async ValueTask<SmtpReply> ExecuteAsync(SmtpSession session, ReadOnlyMemory<byte> arguments, CancellationToken ct)
    {
        if (EhloArguments.TryParse(arguments.Span, out var ehlo) is not ArgumentsStatus.Ok)
            return Replies.Syntax("EHLO name");

        // RFC 5321 §4.1.4: a second EHLO is a RSET.
        await session.ResetAsync();
        session.Greet(ehlo.Name, EhloForm.Ehlo);
        return SmtpReply.Plain(250, [.. Extensions(session)]);
    }

    private static List<string> Extensions(SmtpSession session)
    {
        List<string> lines =
        [
            session.Options.Hostname,
            "PIPELINING", // RFC 2920
            string.Create(CultureInfo.InvariantCulture, $"SIZE {session.Limits.MaxMessageSize}"), // RFC 1870
            "8BITMIME", // RFC 6152
            "BINARYMIME", // RFC 3030
            "CHUNKING", // RFC 3030
            "SMTPUTF8", // RFC 6531
            "DSN", // RFC 3461
            "ENHANCEDSTATUSCODES", // RFC 2034
        ];
        if (session.Connection.CanStartTls)
            lines.Add("STARTTLS"); // RFC 3207
        if (session.Options.Kind is SmtpListenerKind.Submission && session.Login is null && session.MayAuthenticate)
            lines.Add("AUTH PLAIN LOGIN"); // RFC 4954
        return lines;
    }
}
