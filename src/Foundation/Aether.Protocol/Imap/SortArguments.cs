using System.Text;

namespace Aether.Protocol.Imap;

/// <summary>The arguments of SORT: by what, and of which messages. RFC 5256 §3 SORT, RFC 5267 ESORT.</summary>
public sealed class SortArguments
{
    private const int MaxKeys = 32;

    private SortArguments(IReadOnlyList<SortCriterion> keys, SearchArguments search) => (Keys, Search) = (keys, search);

    /// <summary>The first one counts most.</summary>
    public IReadOnlyList<SortCriterion> Keys { get; }

    public SearchArguments Search { get; }

    public static SearchParseStatus Parse(ref ArgumentReader reader, int maxDepth, out SortArguments? arguments)
    {
        arguments = null;
        if (!SearchArguments.TryParseReturn(ref reader, out var search) || !TryKeys(ref reader, out var keys) || !reader.TrySpace())
            return SearchParseStatus.Bad;
        var status = SearchArguments.ParseBehindCharset(ref reader, maxDepth, search);
        if (status is SearchParseStatus.Parsed)
            arguments = new SortArguments(keys, search);
        return status;
    }

    private static bool TryKeys(ref ArgumentReader reader, out List<SortCriterion> keys)
    {
        keys = [];
        if (!reader.TryOpen())
            return false;
        do
        {
            bool reverse = reader.TryWord("REVERSE"u8);
            if (keys.Count >= MaxKeys || (reverse && !reader.TrySpace()) || !reader.TryAtom(out var word) || !TryKey(word, out var key))
                return false;
            var criterion = new SortCriterion(key, reverse);
            if (key is SortKey.Annotation && !TryAnnotation(ref reader, ref criterion))
                return false;
            keys.Add(criterion);
        }
        while (reader.TrySpace());

        return reader.TryClose();
    }

    /// <summary>SP entry SP att-sort: a whole name, and a side. RFC 5257 §4.9.</summary>
    private static bool TryAnnotation(ref ArgumentReader reader, ref SortCriterion criterion)
    {
        if (!reader.TrySpace() || !reader.TryAString(out var text) || !AnnotationName.TryParse(text, out string? entry)
            || !reader.TrySpace() || !reader.TryAString(out var attribute) || !AnnotationName.TryAttribute(attribute, out bool isSize, out var sides) || isSize || sides is AnnotationSides.Both)
        {
            return false;
        }

        criterion = criterion with { Entry = entry, IsPrivate = sides is AnnotationSides.Private };
        return true;
    }

    private static bool TryKey(ReadOnlySpan<byte> word, out SortKey key)
    {
        key = default;
        foreach (var candidate in Enum.GetValues<SortKey>())
        {
            if (!Ascii.EqualsIgnoreCase(word, candidate.ToString()))
                continue;
            key = candidate;
            return true;
        }

        return false;
    }
}
