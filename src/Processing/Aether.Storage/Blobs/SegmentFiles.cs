using System.Collections.Concurrent;
using System.Globalization;
using Aether.Storage.Durability;
using Microsoft.Win32.SafeHandles;

namespace Aether.Storage.Blobs;

/// <summary>
/// The segment files of a store. A new one is begun at each start and whenever the open one is full, so that an unsynced
/// tail is never appended to.
/// </summary>
internal sealed class SegmentFiles : IDisposable
{
    private const long RollAt = 256L << 20;

    private readonly Lock gate = new();
    private readonly string folder;
    private readonly Action<Exception> inDoubt;
    private readonly ConcurrentDictionary<int, SafeFileHandle> readers = new();
    private SegmentFile? open;
    private int last;

    public SegmentFiles(string data, Action<Exception> inDoubt)
    {
        folder = Path.Combine(data, "segments");
        this.inDoubt = inDoubt;
        if (!Directory.Exists(folder))
        {
            Directory.CreateDirectory(folder);
            LibC.SyncDirectory(data);
        }
        last = Directory.EnumerateFiles(folder, "*.seg")
            .Select(path => int.TryParse(Path.GetFileNameWithoutExtension(path), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : 0)
            .DefaultIfEmpty(0)
            .Max();
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
    public bool TryRead(int segment, long offset, Span<byte> stored)
    {
        if (!readers.TryGetValue(segment, out var handle))
        {
            string path = PathOf(segment);
            if (!File.Exists(path))
                return false;
            handle = readers.GetOrAdd(segment, _ => File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        }
        return RandomAccess.Read(handle, stored, offset) == stored.Length;
    }

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
            var file = new SegmentFile(number, DurableFile.CreateNew(PathOf(number)), inDoubt);
            last = number;
            return file;
        }
        catch (IOException e)
        {
            throw new StoreUnavailableException("A segment file can't be created.", e);
        }
    }

    private string PathOf(int segment) => Path.Combine(folder, segment.ToString("D8", CultureInfo.InvariantCulture) + ".seg");
}
