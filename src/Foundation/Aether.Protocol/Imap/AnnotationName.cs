using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Aether.Protocol.Imap;

/// <summary>Names of annotations of messages and of their attributes. They keep their case. RFC 5257 §3.2.</summary>
public static class AnnotationName
{
    public const char Separator = '/';

    private const int MaxLength = 1024;

    /// <summary>A whole name. One that begins with a digit is about a part of the message: <c>/1.2/comment</c>.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, [NotNullWhen(true)] out string? name)
    {
        name = null;
        if (text.ContainsAny("*%"u8) || !IsWellFormed(text))
            return false;
        string found = Encoding.ASCII.GetString(text);
        if (found is "/flags" || found.StartsWith("/flags/", StringComparison.Ordinal))
            return false; // §3.5: nobody's for now
        if (char.IsAsciiDigit(found[1]) && !TryPart(found, out _))
            return false;
        name = found;
        return true;
    }

    /// <summary>A name with wildcards; a star alone matches all.</summary>
    public static bool TryParsePattern(ReadOnlySpan<byte> text, [NotNullWhen(true)] out string? pattern)
    {
        pattern = null;
        if (text.IsEmpty || text.Length > MaxLength || text.ContainsAnyExceptInRange((byte)'!', (byte)'~') || (text[0] is not ((byte)'/' or (byte)'*' or (byte)'%')))
            return false;
        if (!text.ContainsAny("*%"u8))
            return TryParse(text, out pattern);
        pattern = Encoding.ASCII.GetString(text);
        return true;
    }

    /// <summary>The part of the message that a name is about; false when it is about the whole, or the part is written wrongly.</summary>
    public static bool TryPart(string name, out uint[] path)
    {
        path = [];
        int end = name.IndexOf(Separator, 1);
        if (end < 0 || !char.IsAsciiDigit(name[1]))
            return false;
        var numbers = new List<uint>();
        foreach (var range in name.AsSpan(1, end - 1).Split('.'))
        {
            var digits = name.AsSpan(1, end - 1)[range];
            if (!uint.TryParse(digits, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out uint number) || number is 0)
                return false;
            numbers.Add(number);
        }

        path = [.. numbers];
        return true;
    }

    /// <summary>value or size, with .priv or .shared behind, or neither, which is both.</summary>
    public static bool TryAttribute(ReadOnlySpan<byte> text, out bool isSize, out AnnotationSides sides)
    {
        (isSize, sides) = (false, AnnotationSides.None);
        int dot = text.IndexOf((byte)'.');
        var name = dot < 0 ? text : text[..dot];
        sides = dot < 0 ? AnnotationSides.Both
            : text[(dot + 1)..].SequenceEqual("priv"u8) ? AnnotationSides.Private
            : text[(dot + 1)..].SequenceEqual("shared"u8) ? AnnotationSides.Shared
            : AnnotationSides.None;
        isSize = name.SequenceEqual("size"u8);
        return (isSize || name.SequenceEqual("value"u8)) && sides is not AnnotationSides.None;
    }

    private static bool IsWellFormed(ReadOnlySpan<byte> text) =>
        text.Length is > 1 and <= MaxLength && text[0] is (byte)'/' && text[^1] is not (byte)'/' && text.IndexOf("//"u8) < 0 && !text.ContainsAnyExceptInRange((byte)'!', (byte)'~');
}
