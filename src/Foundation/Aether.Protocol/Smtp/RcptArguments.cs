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
            text.Append(" NOTIFY=").Append(FormatNotify(Notify));
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
            if (Notify is not DsnNotify.Unspecified || !TryParseNotify(parameter.Value, out var notify))
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

    private static bool TryParseNotify(ReadOnlySpan<byte> value, out DsnNotify notify)
    {
        notify = DsnNotify.Unspecified;
        foreach (var range in value.Split((byte)','))
        {
            var word = value[range];
            var one = Ascii.EqualsIgnoreCase(word, "SUCCESS"u8) ? DsnNotify.Success
                : Ascii.EqualsIgnoreCase(word, "FAILURE"u8) ? DsnNotify.Failure
                : Ascii.EqualsIgnoreCase(word, "DELAY"u8) ? DsnNotify.Delay
                : Ascii.EqualsIgnoreCase(word, "NEVER"u8) ? DsnNotify.Never
                : DsnNotify.Unspecified;
            if (one is DsnNotify.Unspecified || notify.HasFlag(one))
                return false;
            notify |= one;
        }

        return notify is DsnNotify.Never || !notify.HasFlag(DsnNotify.Never);
    }

    private static string FormatNotify(DsnNotify notify)
    {
        if (notify is DsnNotify.Never)
            return "NEVER";
        List<string> words = [];
        if (notify.HasFlag(DsnNotify.Success))
            words.Add("SUCCESS");
        if (notify.HasFlag(DsnNotify.Failure))
            words.Add("FAILURE");
        if (notify.HasFlag(DsnNotify.Delay))
            words.Add("DELAY");
        return string.Join(',', words);
    }
}
