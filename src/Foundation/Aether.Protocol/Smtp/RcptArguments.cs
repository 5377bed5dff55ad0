using System.Text;

namespace Aether.Protocol.Smtp;

/// <summary>RCPT TO: one recipient and its parameters. RFC 5321 §4.1.1.3; NOTIFY and ORCPT RFC 3461.</summary>
public sealed record RcptArguments(Mailbox Recipient)
{
    public DsnNotify Notify { get; init; }

    public OriginalRecipient? Original { get; init; }

    public static ArgumentsStatus TryParse(ReadOnlySpan<byte> arguments, out RcptArguments rcpt)
    {
        rcpt = null!;
        if (!PathGrammar.TryCut(ref arguments, "TO:"u8, out var path))
            return ArgumentsStatus.Syntax;
        if (!TryParseRecipient(path, out var recipient))
            return ArgumentsStatus.BadAddress;

        var parsed = new RcptArguments(recipient);
        var parameters = new EsmtpParameters(arguments);
        while (parameters.MoveNext())
        {
            var status = parsed.TryTake(parameters, out parsed);
            if (status is not ArgumentsStatus.Ok)
                return status;
        }

        rcpt = parsed;
        return parameters.Malformed ? ArgumentsStatus.BadParameter : ArgumentsStatus.Ok;
    }

    public override string ToString()
    {
        var text = new StringBuilder("TO:<").Append(Recipient).Append('>');
        if (Notify is not DsnNotify.Unspecified)
            text.Append(" NOTIFY=").Append(DsnNotifyGrammar.Format(Notify));
        if (Original is not null)
            text.Append(" ORCPT=").Append(Original);
        return text.ToString();
    }

    private static bool TryParseRecipient(ReadOnlySpan<byte> path, out Mailbox recipient)
    {
        // RFC 5321 §4.1.1.3: <Postmaster> without a domain, in any case, is always a recipient.
        if (Ascii.EqualsIgnoreCase(path, "postmaster"u8))
        {
            recipient = new Mailbox(Encoding.ASCII.GetString(path), "");
            return true;
        }

        return PathGrammar.TryParseMailbox(path, out recipient);
    }

    private ArgumentsStatus TryTake(EsmtpParameters parameter, out RcptArguments with)
    {
        with = this;
        if (parameter.Is("NOTIFY"u8))
        {
            if (Notify is not DsnNotify.Unspecified || !DsnNotifyGrammar.TryParse(parameter.Value, out var notify))
                return ArgumentsStatus.BadParameter;
            with = this with { Notify = notify };
            return ArgumentsStatus.Ok;
        }

        if (parameter.Is("ORCPT"u8))
        {
            if (Original is not null || !OriginalRecipient.TryParse(parameter.Value, out var original))
                return ArgumentsStatus.BadParameter;
            with = this with { Original = original };
            return ArgumentsStatus.Ok;
        }

        return ArgumentsStatus.UnknownParameter;
    }
}
