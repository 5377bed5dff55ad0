using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Aether.Protocol.Imap;

/// <summary>The data items of FETCH: macros, single items, lists, sections and partial ranges. RFC 3501 §6.4.5, §9 fetch.</summary>
public static class FetchArguments
{
    private static readonly FetchItem Uid = new(FetchItemKind.Uid, "UID"u8.ToArray());
    private static readonly FetchItem Flags = new(FetchItemKind.Flags, "FLAGS"u8.ToArray());
    private static readonly FetchItem InternalDate = new(FetchItemKind.InternalDate, "INTERNALDATE"u8.ToArray());
    private static readonly FetchItem Size = new(FetchItemKind.Size, "RFC822.SIZE"u8.ToArray());
    private static readonly FetchItem Envelope = new(FetchItemKind.Envelope, "ENVELOPE"u8.ToArray());
    private static readonly FetchItem BodyStructure = new(FetchItemKind.BodyStructure, "BODYSTRUCTURE"u8.ToArray());
    private static readonly FetchItem Body = new(FetchItemKind.Body, "BODY"u8.ToArray());

    private static readonly FetchItem ModSeq = new(FetchItemKind.ModSeq, "MODSEQ"u8.ToArray());
    private static readonly FetchItem EmailId = new(FetchItemKind.EmailId, "EMAILID"u8.ToArray());
    private static readonly FetchItem ThreadId = new(FetchItemKind.ThreadId, "THREADID"u8.ToArray());
    private static readonly FetchItem Preview = new(FetchItemKind.Preview, "PREVIEW"u8.ToArray());

    private static readonly FetchItem SaveDate = new(FetchItemKind.SaveDate, "SAVEDATE"u8.ToArray());

    private static readonly FetchItem Rfc822 = Legacy("RFC822"u8, SectionText.Whole, Seen.Sets);
    private static readonly FetchItem Rfc822Header = Legacy("RFC822.HEADER"u8, SectionText.Header, Seen.Leaves);
    private static readonly FetchItem Rfc822Text = Legacy("RFC822.TEXT"u8, SectionText.Text, Seen.Sets);

    private static readonly SearchValues<char> AtomSpecials = SearchValues.Create("(){%*\"\\]");

    private enum Seen
    {
        Leaves,
        Sets,
    }

    /// <summary>Reads a macro, an item, or a list of items; UID FETCH answers the UID whether asked for or not.</summary>
    public static bool TryParse(ref ArgumentReader reader, FetchLimits limits, [NotNullWhen(true)] out List<FetchItem>? items)
    {
        items = [];
        if (reader.TryWord("ALL"u8))
            items.AddRange([Flags, InternalDate, Size, Envelope]);
        else if (reader.TryWord("FAST"u8))
            items.AddRange([Flags, InternalDate, Size]);
        else if (reader.TryWord("FULL"u8))
            items.AddRange([Flags, InternalDate, Size, Envelope, Body]);
        else if (reader.TryOpen())
            return TryList(ref reader, limits, items);
        else if (TryItem(ref reader, limits, out var item))
            items.Add(item);
        return items.Count > 0;
    }

    /// <summary>Adds UID in front unless it is there. RFC 3501 §6.4.8.</summary>
    public static void RequireUid(List<FetchItem> items)
    {
        if (!items.Contains(Uid))
            items.Insert(0, Uid);
    }

    /// <summary>Adds FLAGS when an item sets \Seen, so that the client learns of it. RFC 3501 §6.4.5.</summary>
    public static void RequireFlags(List<FetchItem> items)
    {
        if (!items.Contains(Flags))
            items.Add(Flags);
    }

    /// <summary>Adds MODSEQ unless it is there. RFC 7162 §3.1.4.1.</summary>
    public static void RequireModSeq(List<FetchItem> items)
    {
        if (!items.Contains(ModSeq))
            items.Add(ModSeq);
    }

    private static bool TryList(ref ArgumentReader reader, FetchLimits limits, List<FetchItem> items)
    {
        do
        {
            if (items.Count >= limits.MaxItems || !TryItem(ref reader, limits, out var item))
                return false;
            items.Add(item);
        }
        while (reader.TrySpace());

        return reader.TryClose();
    }

    private static bool TryItem(ref ArgumentReader reader, FetchLimits limits, [NotNullWhen(true)] out FetchItem? item)
    {
        item = reader.TryWord("UID"u8) ? Uid
            : reader.TryWord("FLAGS"u8) ? Flags
            : reader.TryWord("INTERNALDATE"u8) ? InternalDate
            : reader.TryWord("RFC822.SIZE"u8) ? Size
            : reader.TryWord("ENVELOPE"u8) ? Envelope
            : reader.TryWord("BODYSTRUCTURE"u8) ? BodyStructure
            : reader.TryWord("RFC822"u8) ? Rfc822
            : reader.TryWord("RFC822.HEADER"u8) ? Rfc822Header
            : reader.TryWord("RFC822.TEXT"u8) ? Rfc822Text
            : reader.TryWord("MODSEQ"u8) ? ModSeq
            : reader.TryWord("EMAILID"u8) ? EmailId
            : reader.TryWord("THREADID"u8) ? ThreadId
            : reader.TryWord("PREVIEW"u8) ? Preview
            : reader.TryWord("SAVEDATE"u8) ? SaveDate
            : null;
        if (item is not null)
            return item != Preview || TryPreviewModifiers(ref reader);
        if (reader.TryText("BINARY.PEEK["u8))
            return TryBinary(ref reader, limits, Seen.Leaves, out item);
        if (reader.TryText("BINARY["u8))
            return TryBinary(ref reader, limits, Seen.Sets, out item);
        if (reader.TryText("BINARY.SIZE["u8))
            return TryBinarySize(ref reader, limits, out item);
        if (reader.TryText("BODY.PEEK["u8))
            return TrySection(ref reader, limits, Seen.Leaves, out item);
        if (reader.TryText("BODY["u8))
            return TrySection(ref reader, limits, Seen.Sets, out item);
        if (reader.TryWord("ANNOTATION"u8))
            item = AnnotationQuery.TryParse(ref reader, out var query) ? new FetchItem(FetchItemKind.Annotation, "ANNOTATION"u8.ToArray()) { Annotations = query } : null;
        else if (reader.TryWord("BODY"u8))
            item = Body;
        return item is not null;
    }

    /// <summary>PREVIEW (LAZY): ours are always at hand. RFC 8970 §3.1.</summary>
    private static bool TryPreviewModifiers(ref ArgumentReader reader)
    {
        var before = reader;
        if (!reader.TrySpace() || !reader.TryOpen())
        {
            reader = before;
            return true;
        }

        return reader.TryWord("LAZY"u8) && reader.TryClose();
    }

    /// <summary>BINARY[part]&lt;partial&gt;. RFC 3516 §4.2.</summary>
    private static bool TryBinary(ref ArgumentReader reader, FetchLimits limits, Seen seen, [NotNullWhen(true)] out FetchItem? item)
    {
        item = null;
        var label = new StringBuilder("BINARY[");
        if (!TryPath(ref reader, limits, label, out uint[] path, out _) || !reader.TryChar((byte)']') || !TryPartial(ref reader, label.Append(']'), out long start, out long length))
            return false;
        item = new FetchItem(FetchItemKind.Binary, Encoding.ASCII.GetBytes(label.ToString()))
        {
            Section = new BodySection(path, SectionText.Whole, [], start, length),
            SetsSeen = seen is Seen.Sets,
        };
        return true;
    }

    private static bool TryBinarySize(ref ArgumentReader reader, FetchLimits limits, [NotNullWhen(true)] out FetchItem? item)
    {
        var label = new StringBuilder("BINARY.SIZE[");
        item = TryPath(ref reader, limits, label, out uint[] path, out _) && reader.TryChar((byte)']')
            ? new FetchItem(FetchItemKind.BinarySize, Encoding.ASCII.GetBytes(label.Append(']').ToString())) { Section = new BodySection(path, SectionText.Whole, [], -1, long.MaxValue) }
            : null;
        return item is not null;
    }

    private static bool TrySection(ref ArgumentReader reader, FetchLimits limits, Seen seen, [NotNullWhen(true)] out FetchItem? item)
    {
        item = null;
        var label = new StringBuilder("BODY[");
        if (!TryPath(ref reader, limits, label, out uint[] path, out bool wantsText))
            return false;

        var text = SectionText.Whole;
        List<byte[]> fields = [];
        if (wantsText && !reader.NextIs((byte)']'))
        {
            if (!TryText(ref reader, path, label, out text))
                return false;
            if (text is SectionText.HeaderFields or SectionText.HeaderFieldsNot && !TryFields(ref reader, limits, label, fields))
                return false;
        }

        if (!reader.TryChar((byte)']') || !TryPartial(ref reader, label.Append(']'), out long start, out long length))
            return false;
        item = new FetchItem(FetchItemKind.Section, Encoding.ASCII.GetBytes(label.ToString()))
        {
            Section = new BodySection(path, text, fields, start, length),
            SetsSeen = seen is Seen.Sets,
        };
        return true;
    }

    /// <summary>Part numbers with dots; <paramref name="wantsText"/> when a word may follow.</summary>
    private static bool TryPath(ref ArgumentReader reader, FetchLimits limits, StringBuilder label, out uint[] path, out bool wantsText)
    {
        var numbers = new List<uint>();
        path = [];
        wantsText = true;
        while (reader.TryNumber(out uint number))
        {
            if (number is 0 || numbers.Count >= limits.MaxPath)
                return false;
            label.Append(numbers.Count is 0 ? string.Empty : ".").Append(number);
            numbers.Add(number);
            wantsText = reader.TryChar((byte)'.');
            if (!wantsText)
                break;
        }

        // A dot behind the last number must be followed by a word.
        path = [.. numbers];
        return numbers.Count is 0 || !wantsText || !reader.NextIs((byte)']');
    }

    private static bool TryText(ref ArgumentReader reader, uint[] path, StringBuilder label, out SectionText text)
    {
        string word;
        (text, word) = reader.TryText("HEADER.FIELDS.NOT"u8) ? (SectionText.HeaderFieldsNot, "HEADER.FIELDS.NOT")
            : reader.TryText("HEADER.FIELDS"u8) ? (SectionText.HeaderFields, "HEADER.FIELDS")
            : reader.TryText("HEADER"u8) ? (SectionText.Header, "HEADER")
            : reader.TryText("TEXT"u8) ? (SectionText.Text, "TEXT")
            : path.Length > 0 && reader.TryText("MIME"u8) ? (SectionText.Mime, "MIME")
            : (SectionText.Whole, string.Empty);
        label.Append(path.Length > 0 ? "." : string.Empty).Append(word);
        return text is not SectionText.Whole;
    }

    private static bool TryFields(ref ArgumentReader reader, FetchLimits limits, StringBuilder label, List<byte[]> fields)
    {
        if (!reader.TrySpace() || !reader.TryOpen())
            return false;
        label.Append(" (");
        do
        {
            if (fields.Count >= limits.MaxFields || !reader.TryAString(out var name) || name.IsEmpty || name.ContainsAnyExceptInRange((byte)0x21, (byte)0x7E))
                return false;
            string upper = Encoding.ASCII.GetString(name).ToUpperInvariant();
            AppendName(label.Append(fields.Count is 0 ? string.Empty : " "), upper);
            fields.Add(Encoding.ASCII.GetBytes(upper));
        }
        while (reader.TrySpace());

        label.Append(')');
        return reader.TryClose();
    }

    /// <summary>A field name that is no atom is answered in quotes.</summary>
    private static void AppendName(StringBuilder label, string name)
    {
        if (!name.AsSpan().ContainsAny(AtomSpecials))
            label.Append(name);
        else
            label.Append('"').Append(name.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)).Append('"');
    }

    private static bool TryPartial(ref ArgumentReader reader, StringBuilder label, out long start, out long length)
    {
        (start, length) = (-1, long.MaxValue);
        if (!reader.TryChar((byte)'<'))
            return true;
        if (!reader.TryNumber64(out start) || !reader.TryChar((byte)'.') || !reader.TryNumber64(out length) || length is 0 || !reader.TryChar((byte)'>'))
            return false;

        // RFC 3501 §7.4.2: the response names only the first octet.
        label.Append('<').Append(start).Append('>');
        return true;
    }

    private static FetchItem Legacy(ReadOnlySpan<byte> label, SectionText text, Seen seen) => new(FetchItemKind.Section, label.ToArray())
    {
        Section = new BodySection([], text, [], -1, long.MaxValue),
        SetsSeen = seen is Seen.Sets,
    };
}
