using System.Globalization;
using System.Text;

namespace Aether.Protocol.Smtp;

/// <summary>
/// MAIL FROM: the reverse-path and its parameters. RFC 5321 §4.1.1.2; SIZE RFC 1870, BODY RFC 6152 and 3030,
/// SMTPUTF8 RFC 6531, AUTH RFC 4954 §5, RET and ENVID RFC 3461.
/// </summary>
/// <param name="Sender">Null for the null reverse-path <c>&lt;&gt;</c>.</param>
public sealed record MailArguments(Mailbox? Sender)
{
    private const int MaxEnvelopeIdLength = 100;

    public long? Size { get; init; }

    public BodyType Body { get; init; }

    public bool SmtpUtf8 { get; init; }

    /// <summary>The AUTH parameter decoded: an address, or <c>&lt;&gt;</c>.</summary>
    public string? Auth { get; init; }

    public DsnReturn Return { get; init; }

    /// <summary>ENVID decoded.</summary>
    public string? EnvelopeId { get; init; }

    /// <summary>How it wants to be delivered.</summary>
    public DeliveryWishes Wishes { get; init; } = DeliveryWishes.None;

    public static ArgumentsStatus TryParse(ReadOnlySpan<byte> arguments, out MailArguments mail)
    {
        mail = null!;
        if (!PathGrammar.TryCut(ref arguments, "FROM:"u8, out var path))
            return ArgumentsStatus.Syntax;

        Mailbox? sender = null;
        if (!path.IsEmpty && !PathGrammar.TryParseMailbox(path, out sender))
            return ArgumentsStatus.BadAddress;

        var parsed = new MailArguments(sender);
        var parameters = new EsmtpParameters(arguments);
        while (parameters.MoveNext())
        {
            var status = parsed.TryTake(parameters, out parsed);
            if (status is not ArgumentsStatus.Ok)
                return status;
        }

        mail = parsed;
        return parameters.Malformed ? ArgumentsStatus.BadParameter : ArgumentsStatus.Ok;
    }

    public override string ToString()
    {
        var text = new StringBuilder("FROM:<").Append(Sender).Append('>');
        if (Size is { } size)
            text.Append(CultureInfo.InvariantCulture, $" SIZE={size}");
        if (Body is not BodyType.Unspecified)
            text.Append(Body switch { BodyType.SevenBit => " BODY=7BIT", BodyType.EightBitMime => " BODY=8BITMIME", _ => " BODY=BINARYMIME" });
        if (SmtpUtf8)
            text.Append(" SMTPUTF8");
        if (Auth is not null)
            text.Append(" AUTH=").Append(Auth == "<>" ? Auth : Xtext.Encode(Auth));
        if (Return is not DsnReturn.Unspecified)
            text.Append(Return is DsnReturn.Full ? " RET=FULL" : " RET=HDRS");
        if (EnvelopeId is not null)
            text.Append(" ENVID=").Append(Xtext.Encode(EnvelopeId));
        Wishes.AppendTo(text);
        return text.ToString();
    }

    private ArgumentsStatus TryTake(EsmtpParameters parameter, out MailArguments with)
    {
        // A parameter that comes twice is refused like a wrong value: which of the two would count?
        with = this;
        if (parameter.Is("SIZE"u8))
            return TakeSize(parameter.Value, out with);
        if (parameter.Is("BODY"u8))
            return TakeBody(parameter.Value, out with);
        if (parameter.Is("SMTPUTF8"u8))
        {
            with = this with { SmtpUtf8 = true };
            return SmtpUtf8 || !parameter.Value.IsEmpty ? ArgumentsStatus.BadParameter : ArgumentsStatus.Ok;
        }

        if (parameter.Is("AUTH"u8))
            return TakeAuth(parameter.Value, out with);
        if (parameter.Is("RET"u8))
            return TakeReturn(parameter.Value, out with);
        if (parameter.Is("ENVID"u8))
            return TakeEnvelopeId(parameter.Value, out with);
        var status = Wishes.TryTake(parameter, out var wishes);
        with = this with { Wishes = wishes };
        return status;
    }

    private ArgumentsStatus TakeSize(ReadOnlySpan<byte> value, out MailArguments with)
    {
        // RFC 1870 §3: up to 20 digits. What exceeds 63 bits exceeds every limit as well.
        with = this;
        if (Size is not null || value.Length is 0 or > 20 || value.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
            return ArgumentsStatus.BadParameter;
        with = this with { Size = long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out long size) ? size : long.MaxValue };
        return ArgumentsStatus.Ok;
    }

    private ArgumentsStatus TakeBody(ReadOnlySpan<byte> value, out MailArguments with)
    {
        var body = Ascii.EqualsIgnoreCase(value, "7BIT"u8) ? BodyType.SevenBit
            : Ascii.EqualsIgnoreCase(value, "8BITMIME"u8) ? BodyType.EightBitMime
            : Ascii.EqualsIgnoreCase(value, "BINARYMIME"u8) ? BodyType.BinaryMime
            : BodyType.Unspecified;
        with = this with { Body = body };
        return Body is not BodyType.Unspecified || body is BodyType.Unspecified ? ArgumentsStatus.BadParameter : ArgumentsStatus.Ok;
    }

    private ArgumentsStatus TakeAuth(ReadOnlySpan<byte> value, out MailArguments with)
    {
        with = this;
        if (Auth is not null || !Xtext.TryDecode(value, out string auth) || (auth != "<>" && !Mailbox.TryParse(auth, out _)))
            return ArgumentsStatus.BadParameter;
        with = this with { Auth = auth };
        return ArgumentsStatus.Ok;
    }

    private ArgumentsStatus TakeReturn(ReadOnlySpan<byte> value, out MailArguments with)
    {
        var ret = Ascii.EqualsIgnoreCase(value, "FULL"u8) ? DsnReturn.Full
            : Ascii.EqualsIgnoreCase(value, "HDRS"u8) ? DsnReturn.Headers
            : DsnReturn.Unspecified;
        with = this with { Return = ret };
        return Return is not DsnReturn.Unspecified || ret is DsnReturn.Unspecified ? ArgumentsStatus.BadParameter : ArgumentsStatus.Ok;
    }

    private ArgumentsStatus TakeEnvelopeId(ReadOnlySpan<byte> value, out MailArguments with)
    {
        // RFC 3461 §4.4: printable ASCII, at most 100 characters encoded; it goes into reports as it is.
        with = this;
        if (EnvelopeId is not null || value.Length is 0 or > MaxEnvelopeIdLength || !Xtext.TryDecode(value, out string id) || !IsPrintable(id))
            return ArgumentsStatus.BadParameter;
        with = this with { EnvelopeId = id };
        return ArgumentsStatus.Ok;
    }

    private static bool IsPrintable(string text) => !text.AsSpan().ContainsAnyExceptInRange(' ', '~');
}
