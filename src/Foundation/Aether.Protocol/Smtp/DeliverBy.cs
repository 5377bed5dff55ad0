using System.Globalization;

namespace Aether.Protocol.Smtp;

/// <summary>The time by which a message should be delivered, and what follows if it is not. RFC 2852 §4.</summary>
/// <param name="Seconds">Left when the command was sent; not positive: the time is over, which only <c>N</c> allows.</param>
/// <param name="Mode">What happens at that time.</param>
/// <param name="Trace">The sender wants to hear of each relay that does not know this extension.</param>
public sealed record DeliverBy(int Seconds, DeliverByMode Mode, bool Trace = false)
{
    private const int MaxDigits = 9;

    public static bool TryParse(ReadOnlySpan<byte> value, out DeliverBy by)
    {
        by = null!;
        int semicolon = value.IndexOf((byte)';');
        if (semicolon < 1)
            return false;
        var time = value[..semicolon];
        var mode = value[(semicolon + 1)..];
        bool signed = time[0] is (byte)'-' or (byte)'+';
        var digits = signed ? time[1..] : time;
        if (digits.Length is 0 or > MaxDigits || !int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int seconds))
            return false;
        if (time[0] == (byte)'-')
            seconds = -seconds;
        if (mode.Length is 0 or > 2 || (mode.Length == 2 && (mode[1] | 0x20) != 't'))
            return false;

        DeliverByMode? wanted = (mode[0] | 0x20) switch { 'n' => DeliverByMode.Notify, 'r' => DeliverByMode.Return, _ => null };
        // §4.1: whoever wants it returned must leave time for a try.
        if (wanted is not { } known || (known is DeliverByMode.Return && seconds <= 0))
            return false;
        by = new DeliverBy(seconds, known, mode.Length == 2);
        return true;
    }

    /// <summary>The mode with its trace flag, as it is written.</summary>
    public string ToMode() => (Mode is DeliverByMode.Notify ? "N" : "R") + (Trace ? "T" : "");

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Seconds};{ToMode()}");
}
