using System.Diagnostics.CodeAnalysis;

namespace Aether.Protocol.Imap;

/// <summary>One value that STORE or APPEND sets. RFC 5257 §4.5, §4.7.</summary>
/// <param name="Value">Null takes it away.</param>
public sealed record AnnotationChange(string Name, bool IsPrivate, byte[]? Value)
{
    /// <summary>Values that one list may set.</summary>
    public const int MaxChanges = 100;

    /// <summary>"(" entry SP "(" attribute SP value … ")" … ")".</summary>
    public static bool TryParseList(ref ArgumentReader reader, [NotNullWhen(true)] out List<AnnotationChange>? changes)
    {
        changes = [];
        if (!reader.TryOpen())
            return false;
        do
        {
            if (!reader.TryAString(out var text) || !AnnotationName.TryParse(text, out string? name) || !reader.TrySpace() || !reader.TryOpen())
                return false;
            do
            {
                if (changes.Count >= MaxChanges || !TryAttribute(ref reader, out bool isPrivate) || !TryValue(ref reader, out byte[]? value))
                    return false;
                changes.Add(new AnnotationChange(name, isPrivate, value));
            }
            while (reader.TrySpace());
            if (!reader.TryClose())
                return false;
        }
        while (reader.TrySpace());
        return reader.TryClose();
    }

    /// <summary>value.priv or value.shared, and a space. §3.2.2: a size is the server's to say, and a side must be named.</summary>
    public static bool TryAttribute(ref ArgumentReader reader, out bool isPrivate)
    {
        isPrivate = false;
        if (!reader.TryAString(out var text) || !AnnotationName.TryAttribute(text, out bool isSize, out var sides) || isSize || sides is AnnotationSides.Both)
            return false;
        isPrivate = sides is AnnotationSides.Private;
        return reader.TrySpace();
    }

    /// <summary>NIL, a string, or a literal8, which may hold NUL.</summary>
    public static bool TryValue(ref ArgumentReader reader, out byte[]? value)
    {
        value = null;
        if (reader.TryWord("NIL"u8))
            return true;
        if (!reader.TryLiteral8(out var octets) && !reader.TryString(out octets))
            return false;
        value = octets.ToArray();
        return true;
    }
}
