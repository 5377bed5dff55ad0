using System.Buffers.Text;

namespace Aether.Protocol.Pop3;

/// <summary>The numbers behind LIST, RETR, DELE, UIDL and TOP: digits alone. RFC 1939 §5.</summary>
public static class Numbers
{
    /// <summary>One number; one too large for any message is read as the largest.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out int number)
    {
        number = 0;
        text = text.TrimEnd((byte)' ');
        if (text.IsEmpty || text.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
            return false;
        if (!Utf8Parser.TryParse(text, out number, out int consumed) || consumed != text.Length)
            number = int.MaxValue;
        return true;
    }

    /// <summary>Two numbers with a space between.</summary>
    public static bool TryParseTwo(ReadOnlySpan<byte> text, out int first, out int second)
    {
        (first, second) = (0, 0);
        int space = text.IndexOf((byte)' ');
        return space > 0 && TryParse(text[..space], out first) && TryParse(text[(space + 1)..].TrimStart((byte)' '), out second);
    }
}
