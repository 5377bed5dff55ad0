using System.Globalization;
using System.Text;

namespace Aether.Protocol.Imap;

/// <summary>A set of message numbers or UIDs as the client wrote it; the star means the highest there is. RFC 3501 §9 sequence-set.</summary>
public sealed class SequenceSet
{
    /// <summary>The star, as long as the highest number is not known. No real number is zero.</summary>
    private const uint Star = 0;

    private readonly SequenceRange[] ranges;

    private SequenceSet(SequenceRange[] ranges) => this.ranges = ranges;

    /// <summary>$: what the last search with RETURN (SAVE) found. RFC 5182 §2.1.</summary>
    public static SequenceSet Saved { get; } = new([]);

    public static bool TryParse(ReadOnlySpan<byte> text, int maxRanges, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out SequenceSet? set)
    {
        if (text is [(byte)'$'])
        {
            set = Saved;
            return true;
        }

        var found = new List<SequenceRange>();
        set = null;
        do
        {
            if (found.Count >= maxRanges || !TryTakeNumber(ref text, out uint first))
                return false;
            uint last = first;
            if (text is [(byte)':', ..])
            {
                text = text[1..];
                if (!TryTakeNumber(ref text, out last))
                    return false;
            }

            found.Add(new SequenceRange(first, last));
            if (text.IsEmpty)
            {
                set = new SequenceSet([.. found]);
                return true;
            }
        }
        while (TryTakeComma(ref text));

        return false;
    }

    /// <summary>The set in rising order without overlap, the star replaced. RFC 3501 §9: 4:2 is 2:4, and with 3 messages 5:* is 3:5.</summary>
    public SequenceRange[] Resolve(uint highest)
    {
        var resolved = new SequenceRange[ranges.Length];
        for (int i = 0; i < ranges.Length; i++)
        {
            uint first = ranges[i].First is Star ? highest : ranges[i].First;
            uint last = ranges[i].Last is Star ? highest : ranges[i].Last;
            resolved[i] = new SequenceRange(Math.Min(first, last), Math.Max(first, last));
        }

        return Merge(resolved);
    }

    public override string ToString()
    {
        if (this == Saved)
            return "$";
        var text = new StringBuilder();
        foreach (var range in ranges)
        {
            Append(text.Append(text.Length is 0 ? string.Empty : ","), range.First);
            if (range.Last != range.First)
                Append(text.Append(':'), range.Last);
        }

        return text.ToString();
    }

    /// <summary>Writes rising numbers as the shortest set: 1:3,7.</summary>
    public static string Format(ReadOnlySpan<uint> numbers)
    {
        var text = new StringBuilder();
        for (int i = 0; i < numbers.Length; i++)
        {
            int start = i;
            while (i + 1 < numbers.Length && numbers[i + 1] == numbers[i] + 1)
                i++;
            text.Append(text.Length is 0 ? string.Empty : ",").Append(numbers[start]);
            if (i > start)
                text.Append(':').Append(numbers[i]);
        }

        return text.ToString();
    }

    private static SequenceRange[] Merge(SequenceRange[] sorted)
    {
        if (sorted.Length < 2)
            return sorted;
        Array.Sort(sorted, static (a, b) => a.First.CompareTo(b.First));
        int count = 0;
        for (int i = 1; i < sorted.Length; i++)
        {
            var current = sorted[count];
            if (sorted[i].First <= current.Last || sorted[i].First - 1 == current.Last)
                sorted[count] = current with { Last = Math.Max(current.Last, sorted[i].Last) };
            else
                sorted[++count] = sorted[i];
        }

        return sorted[..(count + 1)];
    }

    private static bool TryTakeNumber(ref ReadOnlySpan<byte> text, out uint number)
    {
        number = Star;
        if (text is [(byte)'*', ..])
        {
            text = text[1..];
            return true;
        }

        int length = text.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        var digits = length < 0 ? text : text[..length];
        text = text[digits.Length..];
        return uint.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number is not 0 && digits[0] is not (byte)'0';
    }

    private static bool TryTakeComma(ref ReadOnlySpan<byte> text)
    {
        if (text is not [(byte)',', ..])
            return false;
        text = text[1..];
        return true;
    }

    private static void Append(StringBuilder text, uint number)
    {
        if (number is Star)
            text.Append('*');
        else
            text.Append(number);
    }
}
