namespace Aether.Protocol.Imap;

/// <summary>A piece of a result: places from 1 on, or from the end where both are negative. RFC 9394 §3.1.</summary>
public readonly record struct PartialRange(long First, long Last)
{
    /// <summary>Reads <c>1:100</c> or <c>-1:-100</c>.</summary>
    public static bool TryParse(ref ArgumentReader reader, out PartialRange range)
    {
        range = default;
        bool fromEnd = reader.TryChar((byte)'-');
        if (!reader.TryNumber(out uint first) || first is 0 || !reader.TryChar((byte)':') || reader.TryChar((byte)'-') != fromEnd || !reader.TryNumber(out uint last) || last is 0)
            return false;
        range = fromEnd ? new PartialRange(-(long)first, -(long)last) : new PartialRange(first, last);
        return true;
    }

    /// <summary>The places it names among <paramref name="count"/>, counted from zero; the end is behind them.</summary>
    public (int Start, int End) Resolve(int count)
    {
        (long low, long high) = (Math.Min(Math.Abs(First), Math.Abs(Last)), Math.Max(Math.Abs(First), Math.Abs(Last)));
        (long start, long end) = First > 0 ? (low - 1, high) : (count - high, count - low + 1);
        start = Math.Clamp(start, 0, count);
        return ((int)start, (int)Math.Clamp(end, start, count));
    }

    /// <summary>Places from the beginning in their order. RFC 5267 §4.4.</summary>
    public override string ToString() => First > 0
        ? FormattableString.Invariant($"{Math.Min(First, Last)}:{Math.Max(First, Last)}")
        : FormattableString.Invariant($"{First}:{Last}");
}
