using System.Globalization;
using System.Text;

namespace Aether.Protocol.Smtp;

/// <summary>
/// How a sender wants a message delivered, beyond its envelope: REQUIRETLS RFC 8689, MT-PRIORITY RFC 6710, BY RFC 2852,
/// HOLDFOR and HOLDUNTIL RFC 4865, SOLICIT RFC 3865.
/// </summary>
public sealed record DeliveryWishes
{
    public const int MostUrgent = 9;
    private const int MaxSolicitLength = 1_000;

    public static DeliveryWishes None { get; } = new();

    /// <summary>Only by TLS with a certificate that fits, all the way.</summary>
    public bool RequireTls { get; init; }

    /// <summary>From -9 to 9; null: not said, which is 0.</summary>
    public int? Priority { get; init; }

    public DeliverBy? By { get; init; }

    /// <summary>Not before this many seconds have gone.</summary>
    public int? HoldFor { get; init; }

    /// <summary>Not before this time.</summary>
    public DateTimeOffset? HoldUntil { get; init; }

    /// <summary>The solicitation keywords as they came, separated by commas.</summary>
    public string? Solicit { get; init; }

    /// <summary>Takes the parameter if it is one of these.</summary>
    internal ArgumentsStatus TryTake(EsmtpParameters parameter, out DeliveryWishes with)
    {
        with = this;
        if (parameter.Is("REQUIRETLS"u8))
        {
            with = this with { RequireTls = true };
            return RequireTls || !parameter.Value.IsEmpty ? ArgumentsStatus.BadParameter : ArgumentsStatus.Ok;
        }

        if (parameter.Is("MT-PRIORITY"u8))
            return TakePriority(parameter.Value, out with);
        if (parameter.Is("BY"u8))
        {
            if (By is not null || !DeliverBy.TryParse(parameter.Value, out var by))
                return ArgumentsStatus.BadParameter;
            with = this with { By = by };
            return ArgumentsStatus.Ok;
        }

        if (parameter.Is("HOLDFOR"u8))
            return TakeHoldFor(parameter.Value, out with);
        if (parameter.Is("HOLDUNTIL"u8))
            return TakeHoldUntil(parameter.Value, out with);
        return parameter.Is("SOLICIT"u8) ? TakeSolicit(parameter.Value, out with) : ArgumentsStatus.UnknownParameter;
    }

    internal void AppendTo(StringBuilder text)
    {
        if (RequireTls)
            text.Append(" REQUIRETLS");
        if (Priority is { } priority)
            text.Append(CultureInfo.InvariantCulture, $" MT-PRIORITY={priority}");
        if (By is not null)
            text.Append(" BY=").Append(By);
        if (HoldFor is { } seconds)
            text.Append(CultureInfo.InvariantCulture, $" HOLDFOR={seconds}");
        if (HoldUntil is { } until)
            text.Append(" HOLDUNTIL=").Append(until.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        if (Solicit is not null)
            text.Append(" SOLICIT=").Append(Solicit);
    }

    private ArgumentsStatus TakePriority(ReadOnlySpan<byte> value, out DeliveryWishes with)
    {
        // RFC 6710 §4.1: 0, or a digit with or without a minus; no plus and no leading zero.
        with = this;
        bool negative = value is [(byte)'-', ..];
        var digit = negative ? value[1..] : value;
        if (Priority is not null || digit.Length != 1 || digit[0] is < (byte)'0' or > (byte)'9' || (negative && digit[0] == (byte)'0'))
            return ArgumentsStatus.BadParameter;
        int priority = digit[0] - '0';
        with = this with { Priority = negative ? -priority : priority };
        return ArgumentsStatus.Ok;
    }

    private ArgumentsStatus TakeHoldFor(ReadOnlySpan<byte> value, out DeliveryWishes with)
    {
        // RFC 4865 §5: one to nine digits, and only one of the two forms.
        with = this;
        if (HoldFor is not null || HoldUntil is not null || value.Length is 0 or > 9 || !int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int seconds))
            return ArgumentsStatus.BadParameter;
        with = this with { HoldFor = seconds };
        return ArgumentsStatus.Ok;
    }

    private ArgumentsStatus TakeHoldUntil(ReadOnlySpan<byte> value, out DeliveryWishes with)
    {
        with = this;
        if (HoldFor is not null || HoldUntil is not null || value.Length > 40)
            return ArgumentsStatus.BadParameter;
        string[] forms = ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"]; // RFC 3339 §5.6
        var text = Encoding.ASCII.GetString(value).ToUpperInvariant();
        bool hasZone = text.EndsWith('Z') || (text.Length > 6 && text[^6] is '+' or '-');
        if (!hasZone || !DateTimeOffset.TryParseExact(text, forms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var until))
            return ArgumentsStatus.BadParameter;
        with = this with { HoldUntil = until.ToUniversalTime() };
        return ArgumentsStatus.Ok;
    }

    private ArgumentsStatus TakeSolicit(ReadOnlySpan<byte> value, out DeliveryWishes with)
    {
        // RFC 3865 §2.2: keywords such as org.example:ADV:ADLT, separated by commas; a space can't occur in a parameter.
        with = this;
        if (Solicit is not null || value.Length is 0 or > MaxSolicitLength || value.ContainsAnyExceptInRange((byte)'!', (byte)'~') || value.IndexOfAny((byte)'<', (byte)'>', (byte)'"') >= 0)
            return ArgumentsStatus.BadParameter;
        with = this with { Solicit = Encoding.ASCII.GetString(value) };
        return ArgumentsStatus.Ok;
    }
}
