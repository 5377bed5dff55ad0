using System.Buffers;
using System.Globalization;
using System.Text;

namespace Aether.Protocol.Imap;

/// <summary>The two forms of date in IMAP: a day for SEARCH, day and time with zone for APPEND and INTERNALDATE. RFC 3501 §9 date, date-time.</summary>
public static class ImapDate
{
    private const string Months = "JanFebMarAprMayJunJulAugSepOctNovDec";

    /// <summary>A day: 1-Feb-1994.</summary>
    public static bool TryParseDay(ReadOnlySpan<byte> text, out DateOnly day)
    {
        day = default;
        int dash = text.IndexOf((byte)'-');
        return dash is 1 or 2 && TryNumber(text[..dash], out int number) && text.Length == dash + 9 && TryMonthAndYear(text[dash..], out int month, out int year)
            && TryDay(year, month, number, out day);
    }

    /// <summary>Day, time and zone: " 1-Feb-1994 21:52:25 -0800".</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out DateTimeOffset moment)
    {
        moment = default;
        if (text.Length is not 26 || text[11] is not (byte)' ' || text[14] is not (byte)':' || text[17] is not (byte)':' || text[20] is not (byte)' ')
            return false;
        if (!TryNumber(text[..2].TrimStart((byte)' '), out int number) || !TryMonthAndYear(text[2..11], out int month, out int year) || !TryDay(year, month, number, out var day))
            return false;
        if (!TryNumber(text[12..14], out int hour) || !TryNumber(text[15..17], out int minute) || !TryNumber(text[18..20], out int second) || hour > 23 || minute > 59 || second > 60)
            return false;
        if (!TryZone(text[21..], out var zone))
            return false;

        // A leap second is the second before it.
        var local = day.ToDateTime(new TimeOnly(hour, minute, Math.Min(second, 59)));
        if (local.Ticks < zone.Ticks || local.Ticks - zone.Ticks > DateTime.MaxValue.Ticks)
            return false;
        moment = new DateTimeOffset(local, zone);
        return true;
    }

    public static void Write(IBufferWriter<byte> target, DateTimeOffset moment)
    {
        var span = target.GetSpan(28);
        span[0] = (byte)'"';
        WriteTwo(span[1..], moment.Day, (byte)' ');
        span[3] = (byte)'-';
        Encoding.ASCII.GetBytes(Months.AsSpan((moment.Month - 1) * 3, 3), span[4..]);
        span[7] = (byte)'-';
        WriteTwo(span[8..], moment.Year / 100, (byte)'0');
        WriteTwo(span[10..], moment.Year % 100, (byte)'0');
        span[12] = (byte)' ';
        WriteTwo(span[13..], moment.Hour, (byte)'0');
        span[15] = (byte)':';
        WriteTwo(span[16..], moment.Minute, (byte)'0');
        span[18] = (byte)':';
        WriteTwo(span[19..], moment.Second, (byte)'0');
        span[21] = (byte)' ';
        span[22] = moment.Offset < TimeSpan.Zero ? (byte)'-' : (byte)'+';
        WriteTwo(span[23..], Math.Abs(moment.Offset.Hours), (byte)'0');
        WriteTwo(span[25..], Math.Abs(moment.Offset.Minutes), (byte)'0');
        span[27] = (byte)'"';
        target.Advance(28);
    }

    private static void WriteTwo(Span<byte> target, int number, byte pad)
    {
        target[0] = number < 10 ? pad : (byte)('0' + (number / 10));
        target[1] = (byte)('0' + (number % 10));
    }

    private static bool TryMonthAndYear(ReadOnlySpan<byte> text, out int month, out int year)
    {
        month = year = 0;
        if (text.Length is not 9 || text[0] is not (byte)'-' || text[4] is not (byte)'-' || !TryNumber(text[5..], out year))
            return false;
        for (month = 1; month <= 12; month++)
        {
            if (Ascii.EqualsIgnoreCase(text[1..4], Months.AsSpan((month - 1) * 3, 3)))
                return true;
        }

        return false;
    }

    private static bool TryDay(int year, int month, int number, out DateOnly day)
    {
        bool valid = year is >= 1 and <= 9999 && number >= 1 && number <= DateTime.DaysInMonth(year, month);
        day = valid ? new DateOnly(year, month, number) : default;
        return valid;
    }

    private static bool TryZone(ReadOnlySpan<byte> text, out TimeSpan zone)
    {
        zone = default;
        if (text[0] is not ((byte)'+' or (byte)'-') || !TryNumber(text[1..3], out int hours) || !TryNumber(text[3..], out int minutes) || hours > 13 || minutes > 59)
            return false;
        zone = new TimeSpan(hours, minutes, 0) * (text[0] is (byte)'-' ? -1 : 1);
        return true;
    }

    private static bool TryNumber(ReadOnlySpan<byte> digits, out int number) => int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
