using System.Diagnostics.CodeAnalysis;

namespace Aether.Protocol.Imap;

/// <summary>The arguments of LIST: which names, and what is told of them. RFC 3501 §6.3.8, RFC 5258 §6, RFC 5819 §2, RFC 6154 §3.</summary>
public sealed record ListArguments
{
    private const int MaxPatterns = 64;

    public required ListSelection Selection { get; init; }

    public required string Reference { get; init; }

    public required IReadOnlyList<string> Patterns { get; init; }

    public ListReturn Return { get; init; }

    /// <summary>What STATUS shall tell of each; empty when it was not asked for.</summary>
    public IReadOnlyList<string> StatusItems { get; init; } = [];

    /// <summary>Annotations that are told of each. RFC 9590 §3.</summary>
    public IReadOnlyList<MetadataName> Metadata { get; init; } = [];

    /// <summary>It has options of RFC 5258, be they empty.</summary>
    public bool IsExtended { get; init; }

    public static bool TryParse(ref ArgumentReader reader, Func<string, bool> isStatusItem, [NotNullWhen(true)] out ListArguments? arguments)
    {
        arguments = null;
        if (!reader.TrySpace())
            return false;
        bool isExtended = reader.NextIs((byte)'(');
        if (!TrySelection(ref reader, isExtended, out var selection) || !reader.TryMailbox(out string? reference) || !reader.TrySpace())
            return false;
        isExtended |= reader.NextIs((byte)'(');
        if (!TryPatterns(ref reader, out var patterns))
            return false;
        var told = ListReturn.None;
        IReadOnlyList<string> items = [];
        List<MetadataName> metadata = [];
        if (!reader.AtEnd)
        {
            isExtended = true;
            if (!reader.TrySpace() || !reader.TryWord("RETURN"u8) || !reader.TrySpace() || !TryReturn(ref reader, isStatusItem, out told, out items, metadata) || !reader.AtEnd)
                return false;
        }

        arguments = new ListArguments { Selection = selection, Reference = reference, Patterns = patterns, Return = told, StatusItems = items, Metadata = metadata, IsExtended = isExtended };
        return true;
    }

    private static bool TrySelection(ref ArgumentReader reader, bool isThere, out ListSelection selection)
    {
        selection = ListSelection.None;
        if (!isThere)
            return true;
        reader.TryOpen();
        for (bool first = true; !reader.TryClose(); first = false)
        {
            if (!first && !reader.TrySpace())
                return false;
            var option = reader.TryWord("SUBSCRIBED"u8) ? ListSelection.Subscribed
                : reader.TryWord("REMOTE"u8) ? ListSelection.Remote
                : reader.TryWord("RECURSIVEMATCH"u8) ? ListSelection.RecursiveMatch
                : reader.TryWord("SPECIAL-USE"u8) ? ListSelection.SpecialUse
                : ListSelection.None;
            if (option is ListSelection.None)
                return false;
            selection |= option;
        }

        // RFC 5258 §3.1: RECURSIVEMATCH goes with an option that selects.
        const ListSelection Selecting = ListSelection.Subscribed | ListSelection.SpecialUse;
        return reader.TrySpace() && (!selection.HasFlag(ListSelection.RecursiveMatch) || (selection & Selecting) is not ListSelection.None);
    }

    private static bool TryPatterns(ref ArgumentReader reader, out List<string> patterns)
    {
        patterns = [];
        bool isList = reader.TryOpen();
        do
        {
            if (patterns.Count >= MaxPatterns || !reader.TryListMailbox(out string? pattern))
                return false;
            patterns.Add(pattern);
        }
        while (isList && reader.TrySpace());

        return !isList || reader.TryClose();
    }

    private static bool TryReturn(ref ArgumentReader reader, Func<string, bool> isStatusItem, out ListReturn told, out IReadOnlyList<string> items, List<MetadataName> metadata)
    {
        told = ListReturn.None;
        items = [];
        if (!reader.TryOpen())
            return false;
        for (bool first = true; !reader.TryClose(); first = false)
        {
            if (!first && !reader.TrySpace())
                return false;
            if (reader.TryWord("STATUS"u8))
            {
                if (!reader.TrySpace() || !StatusArguments.TryItems(ref reader, isStatusItem, out items))
                    return false;
                continue;
            }

            if (reader.TryWord("METADATA"u8))
            {
                if (!reader.TrySpace() || !reader.NextIs((byte)'(') || !MetadataName.TryParseList(ref reader, GetMetadataArguments.MaxNames, out var names))
                    return false;
                metadata.AddRange(names);
                told |= ListReturn.Metadata;
                continue;
            }

            var option = reader.TryWord("SUBSCRIBED"u8) ? ListReturn.Subscribed
                : reader.TryWord("CHILDREN"u8) ? ListReturn.Children
                : reader.TryWord("SPECIAL-USE"u8) ? ListReturn.SpecialUse
                : reader.TryWord("MYRIGHTS"u8) ? ListReturn.MyRights
                : ListReturn.None;
            if (option is ListReturn.None)
                return false;
            told |= option;
        }

        return true;
    }
}
