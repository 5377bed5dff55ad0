using System.Collections.Concurrent;
using System.Globalization;
using Aether.Storage.Durability;

namespace Aether.Storage.Blobs;

/// <summary>
/// The segment files of a store. A new one is begun at each start and whenever the open one is full, so that an unsynced
/// tail is never appended to.
/// </summary>
internal sealed class SegmentFiles : IDisposable
{
    private const long RollAt = 256L << 20;

    private readonly Lock gate = new();
    private readonly IDisk disk;
    private readonly string folder;
    private readonly Action<Exception> inDoubt;
    private readonly ConcurrentDictionary<int, IDiskFile> readers = new();
    private SegmentFile? open;
    private int last;

    public SegmentFiles(IDisk disk, string data, Action<Exception> inDoubt)
    {
        this.disk = disk;
        folder = Path.Combine(data, "segments");
        this.inDoubt = inDoubt;
        if (!Directory.Exists(folder))
        {
            disk.CreateFolder(folder);
            disk.SyncFolder(data);
        }
        last = disk.List(folder).Select(NumberOf).DefaultIfEmpty(0).Max();
    }

    /// <summary>The segment for a new draft; it gives it back with <see cref="SegmentFile.Release"/>.</summary>
    /// <exception cref="StoreUnavailableException">A new file can't be made.</exception>
    public SegmentFile Open()
    {
        lock (gate)
        {
            if (open is { Length: >= RollAt })
            {
                open.Retire();
                open = null;
            }
            open ??= Begin();
            open.TryUse();
            return open;
        }
    }

    /// <summary>Reads stored octets of a segment.</summary>
    /// <returns>False: the file is missing or ends before them.</returns>
    /// <exception cref="StoreUnavailableException">It can't be opened at the moment.</exception>
    public bool TryRead(int segment, long offset, Span<byte> stored) =>
        Reader(segment) is { } file && file.Read(stored, offset) == stored.Length;

    public void Dispose()
    {
        open?.Retire();
        foreach (var handle in readers.Values)
            handle.Dispose();
    }

    private SegmentFile Begin()
    {
        try
        {
            int number = last + 1;
            var created = disk.Create(PathOf(number));
            last = number;
            try
            {
                disk.SyncFolder(folder);
            }
            catch (IOException e) // Whether the name lasts is unknown now, and a second sync would not tell.
            {
                inDoubt(e);
                throw;
            }
            return new SegmentFile(number, created, inDoubt);
        }
        catch (IOException e)
        {
            throw new StoreUnavailableException("A segment file can't be created.", e);
        }
    }

    private IDiskFile? Reader(int segment)
    {
        if (readers.TryGetValue(segment, out var open))
            return open;
        try
        {
            if (disk.OpenRead(PathOf(segment)) is not { } file)
                return null;
            var kept = readers.GetOrAdd(segment, file);
            if (kept != file)
                file.Dispose();
            return kept;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StoreUnavailableException("A segment file can't be opened.", e);
        }
    }

    private static int NumberOf(string path) =>
        Path.GetExtension(path) == ".seg" && int.TryParse(Path.GetFileNameWithoutExtension(path), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : 0;

    private string PathOf(int segment) => Path.Combine(folder, segment.ToString("D8", CultureInfo.InvariantCulture) + ".seg");
}
