using System.Text;

namespace Aether.Migration.Sources;

/// <summary>What POP3 may call a message. RFC 1939 §7.</summary>
internal static class UniqueId
{
    private const int MaxLength = 70;

    /// <summary>1 to 70 printable characters.</summary>
    public static bool IsOne(string text) => text.Length is > 0 and <= MaxLength && !text.AsSpan().ContainsAnyExceptInRange('!', '~');

    /// <summary>A file's name without what stands behind a colon or a comma: flags and sizes change.</summary>
    public static string BaseOf(string name)
    {
        int end = name.AsSpan().IndexOfAny(':', ',');
        return end < 0 ? name : name[..end];
    }

    /// <summary>What the X-UIDL field of a header says, which servers wrote that kept ids in messages.</summary>
    public static string? OfHeader(ReadOnlySpan<byte> header)
    {
        foreach (var range in header.Split("\r\n"u8))
        {
            var line = header[range];
            if (line.IsEmpty)
                return null;
            const string Name = "X-UIDL:";
            if (line.Length > Name.Length && Ascii.EqualsIgnoreCase(line[..Name.Length], "X-UIDL:"u8))
                return Encoding.Latin1.GetString(line[Name.Length..]).Trim() is var id && IsOne(id) ? id : null;
        }

        return null;
    }
}
