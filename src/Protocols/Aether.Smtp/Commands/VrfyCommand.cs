using System.Text;
using Aether.Identity.Recipients;
using Aether.Protocol.Smtp;
using Aether.Smtp.Recipients;
using Aether.Smtp.Session;

namespace Aether.Smtp.Commands;

/// <summary>VRFY: answered without an answer, unless the policy lets this client know who is here. RFC 5321 §3.5.3, §7.3.</summary>
internal sealed class VrfyCommand(RecipientResolver recipients) : ISmtpCommand
{
    public async ValueTask<SmtpReply> ExecuteAsync(SmtpSession session, ReadOnlyMemory<byte> arguments, CancellationToken ct)
    {
        if (arguments.IsEmpty)
            return Replies.Syntax("VRFY name");
        if (!session.MayVerify)
            return Replies.CannotVerify;
        if (!TryParse(arguments.Span, out var mailbox))
            return Replies.BadRecipientAddress;

        var found = await recipients.ResolveAsync(mailbox.UnquotedLocalPart, mailbox.Domain, ct);
        return found.Kind switch
        {
            RecipientKind.Found => new SmtpReply(250, new(2, 1, 5), $"<{mailbox}>"),
            RecipientKind.NotOurs => Replies.NotALocalName,
            RecipientKind.BadAlias => Replies.RecipientLater,
            _ => BadRecipients.Count(session, Replies.UnknownRecipient),
        };
    }

    /// <summary>An address, in brackets or without. RFC 6531 §3.7.4.2: a trailing SMTPUTF8 lets it be one in UTF-8.</summary>
    internal static bool TryParse(ReadOnlySpan<byte> argument, out Mailbox mailbox)
    {
        int space = argument.IndexOf((byte)' ');
        bool utf8 = space > 0 && Ascii.EqualsIgnoreCase(argument[(space + 1)..], "SMTPUTF8"u8);
        var address = utf8 ? argument[..space] : argument;
        if (address is [(byte)'<', .., (byte)'>'])
            address = address[1..^1];
        return Mailbox.TryParse(address, out mailbox) && (mailbox.IsAscii || utf8);
    }
}
