using System.Globalization;
using System.Text;

namespace Aether.Protocol.Smtp;

/// <summary>BDAT: the size of one chunk, and whether it is the last. RFC 3030 §2.</summary>
public readonly record struct BdatArguments(long Size, bool IsLast)
{
    public static ArgumentsStatus TryParse(ReadOnlySpan<byte> arguments, out BdatArguments bdat)
    {
        bdat = default;
        int space = arguments.IndexOf((byte)' ');
        var digits = space < 0 ? arguments : arguments[..space];
        bool last = space >= 0 && Ascii.EqualsIgnoreCase(arguments[(space + 1)..], "LAST"u8);
        if ((space >= 0 && !last) || digits.Length is 0 or > 18 || digits.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
            return ArgumentsStatus.Syntax;

        bdat = new BdatArguments(long.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture), last);
        return ArgumentsStatus.Ok;
    }

    public override string ToString() => IsLast ? string.Create(CultureInfo.InvariantCulture, $"{Size} LAST") : Size.ToString(CultureInfo.InvariantCulture);
}
