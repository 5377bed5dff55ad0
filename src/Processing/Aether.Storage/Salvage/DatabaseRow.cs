using System.Buffers.Binary;
using System.Text;

namespace Aether.Storage.Salvage;

/// <summary>A row's values, decoded from a record. https://sqlite.org/fileformat2.html §2.1</summary>
/// <param name="IsTable">From a table; else from a table without rowid, or an index.</param>
/// <param name="Id">Its rowid.</param>
internal sealed record DatabaseRow(bool IsTable, long Id, object?[] Values)
{
    private const int MaxColumns = 100;

    public int Count => Values.Length;

    public bool IsLong(int column) => column < Count && Values[column] is long;

    public long Long(int column) => Values[column] is long value ? value : 0;

    public string? Text(int column) => Values[column] as string;

    public byte[]? Octets(int column) => Values[column] as byte[];

    /// <exception cref="InvalidDataException">The record is damaged.</exception>
    public static DatabaseRow Decode(bool isTable, long id, ReadOnlySpan<byte> record)
    {
        int at = 0;
        long header = Varint(record, ref at);
        var types = new List<long>();
        while (at < header && types.Count < MaxColumns)
            types.Add(Varint(record, ref at));
        if (at != header)
            throw new InvalidDataException("The head of a record is damaged.");
        object?[] values = new object?[types.Count];
        for (int i = 0; i < values.Length; i++)
        {
            int length = LengthOf(types[i], record.Length);
            if (length > record.Length - at)
                throw new InvalidDataException("A record is too short.");
            values[i] = Decode(types[i], record.Slice(at, length));
            at += length;
        }
        return new DatabaseRow(isTable, id, values);
    }

    /// <exception cref="InvalidDataException">There is none.</exception>
    public static long Varint(ReadOnlySpan<byte> octets, ref int at)
    {
        long value = 0;
        for (int i = 0; i < 9; i++)
        {
            if (at >= octets.Length)
                throw new InvalidDataException("A number is cut off.");
            byte octet = octets[at++];
            if (i == 8)
                return (value << 8) | octet;
            value = (value << 7) | (octet & 0x7Fu);
            if (octet < 0x80)
                return value;
        }
        return value;
    }

    private static int LengthOf(long type, int most) => type switch
    {
        0 or 8 or 9 => 0,
        >= 1 and <= 4 => (int)type,
        5 => 6,
        6 or 7 => 8,
        >= 12 when (type - 12) / 2 <= most => (int)((type - 12) / 2),
        _ => throw new InvalidDataException("A value is of no known kind."),
    };

    private static object? Decode(long type, ReadOnlySpan<byte> octets) => type switch
    {
        0 => null,
        7 => BinaryPrimitives.ReadDoubleBigEndian(octets),
        8 => 0L,
        9 => 1L,
        < 7 => Integer(octets),
        _ => type % 2 == 0 ? octets.ToArray() : Encoding.UTF8.GetString(octets),
    };

    private static long Integer(ReadOnlySpan<byte> octets)
    {
        long value = (sbyte)octets[0];
        foreach (byte octet in octets[1..])
            value = (value << 8) | octet;
        return value;
    }
}
