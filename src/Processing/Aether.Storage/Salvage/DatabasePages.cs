using System.Buffers.Binary;
using Aether.Storage.Durability;

namespace Aether.Storage.Salvage;

/// <summary>
/// The pages of a SQLite file as they lie on disk, with those of the log in place of older ones, without any regard to what
/// connects them. https://sqlite.org/fileformat2.html §1.3, §4
/// </summary>
internal sealed class DatabasePages
{
    private const int UsualSize = 4096;
    private const int LogHeader = 32;
    private const int FrameHeader = 24;

    private readonly IDiskFile? file;
    private readonly IDiskFile? log;
    private readonly Dictionary<uint, long> logged = [];
    private readonly HashSet<uint> free = [];

    public DatabasePages(IDiskFile? file, IDiskFile? log)
    {
        this.file = file;
        this.log = log;
        byte[] head = new byte[100];
        file?.Read(head, 0);
        int size = BinaryPrimitives.ReadUInt16BigEndian(head.AsSpan(16));
        Size = size == 1 ? 65536 : size >= 512 && (size & (size - 1)) == 0 ? size : UsualSize;
        Usable = Size - (head[20] < 100 ? head[20] : 0);
        ReadLog();
        uint inFile = (uint)((file?.Length ?? 0) / Size);
        Count = Math.Max(inFile, logged.Count == 0 ? 0 : logged.Keys.Max());
        ReadFreeList();
    }

    public int Size { get; }

    /// <summary>Octets of a page that hold content.</summary>
    public int Usable { get; }

    /// <summary>Pages are numbered from 1 to this.</summary>
    public uint Count { get; }

    /// <summary>The page was given back: what stands in it was deleted.</summary>
    public bool IsFree(uint page) => free.Contains(page);

    /// <returns>Null: there is no such page.</returns>
    public byte[]? Read(uint page)
    {
        if (page == 0 || page > Count)
            return null;
        byte[] octets = new byte[Size];
        bool whole = logged.TryGetValue(page, out long at) ? log!.Read(octets, at) == Size : file?.Read(octets, (long)(page - 1) * Size) == Size;
        return whole ? octets : null;
    }

    /// <summary>Takes the log's frames up to its last commit; what is left of an older run has another salt.</summary>
    private void ReadLog()
    {
        byte[] head = new byte[LogHeader];
        if (log is null || log.Read(head, 0) < LogHeader || BinaryPrimitives.ReadUInt32BigEndian(head) >> 1 != 0x377f0682 >> 1 || BinaryPrimitives.ReadUInt32BigEndian(head.AsSpan(8)) != Size)
            return;
        var pending = new Dictionary<uint, long>();
        byte[] frame = new byte[FrameHeader];
        for (long at = LogHeader; log.Read(frame, at) == FrameHeader && frame.AsSpan(8, 8).SequenceEqual(head.AsSpan(16, 8)); at += FrameHeader + Size)
        {
            pending[BinaryPrimitives.ReadUInt32BigEndian(frame)] = at + FrameHeader;
            if (BinaryPrimitives.ReadUInt32BigEndian(frame.AsSpan(4)) == 0)
                continue;
            foreach (var (page, place) in pending)
                logged[page] = place;
            pending.Clear();
        }
    }

    private void ReadFreeList()
    {
        if (Read(1) is not { } first)
            return;
        uint trunk = BinaryPrimitives.ReadUInt32BigEndian(first.AsSpan(32));
        while (trunk != 0 && free.Add(trunk) && Read(trunk) is { } page)
        {
            uint leaves = Math.Min(BinaryPrimitives.ReadUInt32BigEndian(page.AsSpan(4)), (uint)(Size / 4) - 2);
            for (int i = 0; i < leaves; i++)
                free.Add(BinaryPrimitives.ReadUInt32BigEndian(page.AsSpan(8 + (i * 4))));
            trunk = BinaryPrimitives.ReadUInt32BigEndian(page);
        }
    }
}
