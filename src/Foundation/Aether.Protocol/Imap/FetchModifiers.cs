namespace Aether.Protocol.Imap;

/// <summary>What stands behind the items of FETCH: only what changed, what vanished, a part of the set. RFC 7162 §3.1.4.1, §3.2.6; RFC 9394 §3.2.</summary>
/// <param name="ChangedSince">Only messages with a greater mod-sequence; null for all.</param>
/// <param name="Vanished">Tell what is gone since, too.</param>
/// <param name="Partial">Only these of the messages named, counted from 1, or from the last by negative numbers.</param>
public sealed record FetchModifiers(long? ChangedSince, bool Vanished, PartialRange? Partial)
{
    public static FetchModifiers None { get; } = new(null, false, null);

    /// <summary>Reads <c>SP "(" modifier *(SP modifier) ")"</c>, or nothing at the end.</summary>
    public static bool TryParse(ref ArgumentReader reader, out FetchModifiers modifiers)
    {
        modifiers = None;
        if (reader.AtEnd)
            return true;
        if (!reader.TrySpace() || !reader.TryOpen())
            return false;
        do
        {
            if (reader.TryWord("CHANGEDSINCE"u8))
            {
                if (modifiers.ChangedSince is not null || !reader.TrySpace() || !reader.TryNumber64(out long since))
                    return false;
                modifiers = modifiers with { ChangedSince = since };
            }
            else if (reader.TryWord("VANISHED"u8))
            {
                modifiers = modifiers with { Vanished = true };
            }
            else if (reader.TryWord("PARTIAL"u8))
            {
                if (modifiers.Partial is not null || !reader.TrySpace() || !PartialRange.TryParse(ref reader, out var range))
                    return false;
                modifiers = modifiers with { Partial = range };
            }
            else
            {
                return false;
            }
        }
        while (reader.TrySpace());

        // RFC 7162 §3.2.6: VANISHED means nothing without CHANGEDSINCE.
        return reader.TryClose() && (!modifiers.Vanished || modifiers.ChangedSince is not null);
    }
}
