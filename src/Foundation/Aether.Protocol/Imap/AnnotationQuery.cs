using System.Diagnostics.CodeAnalysis;

namespace Aether.Protocol.Imap;

/// <summary>Which annotations FETCH wants: names, with wildcards or not, and the sides of value and size. RFC 5257 §4.3.</summary>
public sealed record AnnotationQuery(IReadOnlyList<string> Entries, AnnotationSides Values, AnnotationSides Sizes)
{
    private const int MaxEntries = 100;

    /// <summary>SP "(" entries SP attribs ")".</summary>
    public static bool TryParse(ref ArgumentReader reader, [NotNullWhen(true)] out AnnotationQuery? query)
    {
        query = null;
        if (!reader.TrySpace() || !reader.TryOpen() || !TryEntries(ref reader, out var entries) || !reader.TrySpace() || !TryAttributes(ref reader, out var values, out var sizes) || !reader.TryClose())
            return false;
        query = new AnnotationQuery(entries, values, sizes);
        return true;
    }

    private static bool TryEntries(ref ArgumentReader reader, out List<string> entries)
    {
        entries = [];
        bool isList = reader.TryOpen();
        do
        {
            if (entries.Count >= MaxEntries || !reader.TryPattern(out var text) || !AnnotationName.TryParsePattern(text, out string? entry))
                return false;
            entries.Add(entry);
        }
        while (isList && reader.TrySpace());
        return !isList || reader.TryClose();
    }

    private static bool TryAttributes(ref ArgumentReader reader, out AnnotationSides values, out AnnotationSides sizes)
    {
        (values, sizes) = (AnnotationSides.None, AnnotationSides.None);
        bool isList = reader.TryOpen();
        do
        {
            if (!reader.TryAString(out var text) || !AnnotationName.TryAttribute(text, out bool isSize, out var sides))
                return false;
            if (isSize)
                sizes |= sides;
            else
                values |= sides;
        }
        while (isList && reader.TrySpace());
        return !isList || reader.TryClose();
    }
}
