using System.Globalization;

namespace Aether.Protocol.Smtp;

/// <summary>An enhanced status code such as 5.1.1. RFC 3463 §2, RFC 2034.</summary>
public readonly record struct EnhancedStatus(int Class, int Subject, int Detail)
{
    /// <summary>Reads the code at the head of a reply's text.</summary>
    /// <param name="text">The text behind the reply code.</param>
    /// <param name="status">The code.</param>
    /// <param name="length">How much of the text it takes, without the space behind it.</param>
    public static bool TryParse(ReadOnlySpan<char> text, out EnhancedStatus status, out int length)
    {
        status = default;
        length = text.IndexOf(' ');
        if (length < 0)
            length = text.Length;

        var code = text[..length];
        if (length is < 5 or > 9 || code[1] != '.' || code[0] is not ('2' or '4' or '5'))
            return false;

        int dot = code[2..].IndexOf('.');
        if (dot < 1 || !TryNumber(code.Slice(2, dot), out int subject) || !TryNumber(code[(dot + 3)..], out int detail))
            return false;

        status = new EnhancedStatus(code[0] - '0', subject, detail);
        return true;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Class}.{Subject}.{Detail}");

    private static bool TryNumber(ReadOnlySpan<char> digits, out int number)
    {
        number = 0;
        return digits.Length is >= 1 and <= 3 && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }
}
