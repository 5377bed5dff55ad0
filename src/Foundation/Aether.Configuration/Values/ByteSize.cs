using System.Globalization;

namespace Aether.Configuration.Values;

/// <summary>A number of octets, written as people write it: <c>50 MiB</c>.</summary>
public readonly record struct ByteSize(long Bytes) : IComparable<ByteSize>, IComparable
{
    private static readonly (string Unit, long Factor)[] Units = [("TiB", 1L << 40), ("GiB", 1L << 30), ("MiB", 1L << 20), ("KiB", 1L << 10), ("B", 1)];

    public static ByteSize FromKiB(long count) => new(count << 10);

    public static ByteSize FromMiB(long count) => new(count << 20);

    public static bool TryParse(string text, out ByteSize size)
    {
        foreach (var (unit, factor) in Units)
        {
            if (!UnitText.TryCut(text, unit, out long count))
                continue;
            bool fits = count <= long.MaxValue / factor;
            size = new ByteSize(fits ? count * factor : 0);
            return fits;
        }

        size = default;
        return false;
    }

    public int CompareTo(ByteSize other) => Bytes.CompareTo(other.Bytes);

    public int CompareTo(object? obj) => obj is ByteSize other ? CompareTo(other) : 1;

    public override string ToString()
    {
        foreach (var (unit, factor) in Units)
        {
            if (Bytes != 0 && Bytes % factor == 0)
                return string.Create(CultureInfo.InvariantCulture, $"{Bytes / factor} {unit}");
        }

        return "0 B";
    }

    public static bool operator <(ByteSize left, ByteSize right) => left.Bytes < right.Bytes;

    public static bool operator >(ByteSize left, ByteSize right) => left.Bytes > right.Bytes;

    public static bool operator <=(ByteSize left, ByteSize right) => left.Bytes <= right.Bytes;

    public static bool operator >=(ByteSize left, ByteSize right) => left.Bytes >= right.Bytes;
}
