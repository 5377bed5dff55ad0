using System.Buffers.Binary;

namespace Aether.Storage.Salvage;

/// <summary>All rows that stand in leaves of a database, found page by page, so that a broken page costs only what is in it. https://sqlite.org/fileformat2.html §1.6</summary>
internal sealed class DatabaseRows(DatabasePages pages)
{
    private const int MaxPayload = 64 << 20;
    private const byte TableLeaf = 13;
    private const byte IndexLeaf = 10;
    private const byte IndexInterior = 2;

    /// <summary>Pages or cells that could not be read.</summary>
    public long Bad { get; private set; }

    public IEnumerable<(RowPlace Place, DatabaseRow Row)> ReadAll()
    {
        for (uint page = 1; page <= pages.Count; page++)
        {
            if (pages.IsFree(page))
                continue;
            if (pages.Read(page) is not { } octets)
            {
                Bad++;
                continue;
            }
            int cells = CellsOf(page, octets);
            for (int cell = 0; cell < cells; cell++)
            {
                if (TryRead(page, octets, cell) is { } row)
                    yield return (new RowPlace(page, cell), row);
            }
        }
    }

    /// <summary>Reads a row again.</summary>
    public DatabaseRow? Read(RowPlace place) => pages.Read(place.Page) is { } octets ? TryRead(place.Page, octets, place.Cell) : null;

    private static int HeaderAt(uint page) => page == 1 ? 100 : 0;

    private static int CellsOf(uint page, byte[] octets)
    {
        int head = HeaderAt(page);
        if (octets[head] is not (TableLeaf or IndexLeaf or IndexInterior))
            return 0;
        int cells = BinaryPrimitives.ReadUInt16BigEndian(octets.AsSpan(head + 3));
        return Math.Min(cells, octets.Length / 4);
    }

    private DatabaseRow? TryRead(uint page, byte[] octets, int cell)
    {
        try
        {
            return Read(page, octets, cell);
        }
        catch (Exception damage) when (damage is InvalidDataException or ArgumentOutOfRangeException or IndexOutOfRangeException)
        {
            Bad++;
            return null;
        }
    }

    private DatabaseRow Read(uint page, byte[] octets, int cell)
    {
        int head = HeaderAt(page);
        byte kind = octets[head];
        int pointer = head + (kind is IndexInterior ? 12 : 8) + (cell * 2);
        int at = BinaryPrimitives.ReadUInt16BigEndian(octets.AsSpan(pointer)) + (kind is IndexInterior ? 4 : 0);
        long length = DatabaseRow.Varint(octets, ref at);
        long id = kind is TableLeaf ? DatabaseRow.Varint(octets, ref at) : 0;
        if (length is < 0 or > MaxPayload)
            throw new InvalidDataException("A row is too long.");
        return DatabaseRow.Decode(kind is TableLeaf, id, Payload(octets, at, (int)length, kind is TableLeaf));
    }

    private byte[] Payload(byte[] octets, int at, int length, bool isTable)
    {
        int usable = pages.Usable;
        int most = isTable ? usable - 35 : ((usable - 12) * 64 / 255) - 23;
        int least = ((usable - 12) * 32 / 255) - 23;
        int kept = least + ((length - least) % (usable - 4));
        int local = length <= most ? length : kept <= most ? kept : least;
        byte[] payload = new byte[length];
        octets.AsSpan(at, local).CopyTo(payload);
        uint next = local < length ? BinaryPrimitives.ReadUInt32BigEndian(octets.AsSpan(at + local)) : 0;
        for (int done = local; done < length;)
        {
            var page = pages.Read(next) ?? throw new InvalidDataException("The rest of a row is gone.");
            int piece = Math.Min(usable - 4, length - done);
            page.AsSpan(4, piece).CopyTo(payload.AsSpan(done));
            done += piece;
            next = BinaryPrimitives.ReadUInt32BigEndian(page);
        }
        return payload;
    }
}

/// <summary>Where a row stands.</summary>
internal readonly record struct RowPlace(uint Page, int Cell);
