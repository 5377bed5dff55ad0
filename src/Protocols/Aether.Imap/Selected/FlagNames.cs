using System.Buffers;
using System.Text;
using Aether.Storage.Messages;

namespace Aether.Imap.Selected;

/// <summary>Flags between bits and words. RFC 3501 §2.3.2.</summary>
internal static class FlagNames
{
    public const string System = "\\Answered \\Flagged \\Deleted \\Seen \\Draft";

    private static readonly (SystemFlags Flag, byte[] Name)[] Words =
    [
        (SystemFlags.Answered, "\\Answered"u8.ToArray()),
        (SystemFlags.Flagged, "\\Flagged"u8.ToArray()),
        (SystemFlags.Deleted, "\\Deleted"u8.ToArray()),
        (SystemFlags.Seen, "\\Seen"u8.ToArray()),
        (SystemFlags.Draft, "\\Draft"u8.ToArray()),
    ];

    /// <summary>System flags as words, with spaces between.</summary>
    public static string List(SystemFlags flags) => string.Join(' ', Words.Where(word => flags.HasFlag(word.Flag)).Select(static word => Encoding.ASCII.GetString(word.Name)));

    /// <summary>The bit of a system flag, or None.</summary>
    public static SystemFlags Find(string name)
    {
        foreach (var (flag, word) in Words)
        {
            if (Ascii.EqualsIgnoreCase(word, name))
                return flag;
        }

        return SystemFlags.None;
    }

    /// <summary>Cuts a list as the client wrote it into bits and keywords; false when a backslash leads to no flag we know.</summary>
    public static bool TrySplit(List<string> names, out SystemFlags system, out List<string> keywords)
    {
        system = SystemFlags.None;
        keywords = [];
        foreach (string name in names)
        {
            if (!name.StartsWith('\\'))
                keywords.Add(name);
            else if (Find(name) is var flag && flag is not SystemFlags.None)
                system |= flag;
            else if (!name.Equals("\\Recent", StringComparison.OrdinalIgnoreCase))
                return false; // RFC 3501 §2.3.2: \Recent cannot be set by anybody, so it is passed over
        }

        return true;
    }

    /// <summary>A parenthesised list.</summary>
    public static void Write(IBufferWriter<byte> target, long flags, Recency recency, KeywordTable keywords)
    {
        target.Write("("u8);
        var separator = ReadOnlySpan<byte>.Empty;
        foreach (var (flag, word) in Words)
        {
            if (((SystemFlags)(flags & 0xFF) & flag) is SystemFlags.None)
                continue;
            target.Write(separator);
            target.Write(word);
            separator = " "u8;
        }

        if (recency is Recency.Recent)
        {
            target.Write(separator);
            target.Write("\\Recent"u8);
            separator = " "u8;
        }

        if (flags >> KeywordTable.FirstBit is not 0)
            WriteKeywords(target, flags, keywords, separator);
        target.Write(")"u8);
    }

    private static void WriteKeywords(IBufferWriter<byte> target, long flags, KeywordTable keywords, ReadOnlySpan<byte> separator)
    {
        for (int bit = KeywordTable.FirstBit; bit <= KeywordTable.LastBit; bit++)
        {
            if ((flags >> bit & 1) is 0 || keywords.NameOf(bit) is not { } name)
                continue;
            target.Write(separator);
            Encoding.ASCII.GetBytes(name, target);
            separator = " "u8;
        }
    }
}
