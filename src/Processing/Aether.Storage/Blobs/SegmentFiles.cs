using System.Collections.Concurrent;
using System.Globalization;
using Aether.Storage.Durability;

namespace Aether.Storage.Blobs;

/// <summary>
/// The segment files of a store. A new one is begun at each start and whenever the open one is full, so that an unsynced
/// tail is never appended to.
/// </summary>
internal sealed class SegmentFiles : ILargeBlobs
{
    private readonly Lock gate = new();
    private readonly IDisk disk;
    private readonly string folder;
    private readonly long rollAt;
    private readonly Action<Exception> inDoubt;
    private readonly Dictionary<int, SegmentFile> written = [];
    private readonly Dictionary<int, int> pinned = [];
    private int keepers;
    private readonly ConcurrentDictionary<int, IDiskFile> readers = new();
    private SegmentFile? open;
    private int last;

    public SegmentFiles(IDisk disk, string data, long rollAt, Action<Exception> inDoubt)
    {
        this.rollAt = rollAt;
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
            if (open is { Length: var length } && length >= rollAt)
            {
                open.Retire();
                open = null;
            }
            open ??= NewFile();
            open.TryUse();
            return open;
        }
    }

    public IFrameSink Begin() => new SegmentSink(Open());

    public ValueTask<bool> TryReadAsync(BlobRow blob, Frame frame, Memory<byte> stored, CancellationToken ct) =>
        ValueTask.FromResult(TryRead(blob.Segment, frame.Offset, stored.Span));

    /// <summary>Reads stored octets of a segment.</summary>
    /// <returns>False: the file is missing or ends before them.</returns>
    /// <exception cref="StoreUnavailableException">It can't be opened at the moment.</exception>
    public bool TryRead(int segment, long offset, Span<byte> stored) =>
        Reader(segment) is { } file && file.Read(stored, offset) == stored.Length;

    /// <summary>Segments on disk that no draft writes to any more and none ever will, by number. The newest is left out: its number must not be given twice.</summary>
    public IReadOnlyList<int> ListClosed()
    {
        lock (gate)
            return [.. disk.List(folder).Select(NumberOf).Where(number => number > 0 && number < last && (!written.TryGetValue(number, out var file) || file.IsClosed)).Order()];
    }

    /// <summary>Keeps a segment's file while somebody may read it.</summary>
    public void Pin(int segment)
    {
        lock (gate)
            pinned[segment] = pinned.GetValueOrDefault(segment) + 1;
    }

    public void Unpin(int segment)
    {
        lock (gate)
        {
            if (--pinned[segment] == 0)
                pinned.Remove(segment);
        }
    }

    /// <summary>Keeps all files until the result is disposed, for whoever copies them.</summary>
    public IDisposable KeepAll()
    {
        lock (gate)
            keepers++;
        return new Keeper(this);
    }

    /// <summary>Removes a file that no row refers to.</summary>
    /// <returns>False: somebody may still read it; try again later.</returns>
    /// <exception cref="IOException">It can't be removed.</exception>
    public bool TryRemove(int segment)
    {
        lock (gate)
        {
            if (keepers > 0 || pinned.ContainsKey(segment))
                return false;
            if (readers.TryRemove(segment, out var reader))
                reader.Dispose();
            disk.Delete(PathOf(segment));
            disk.SyncFolder(folder);
            return true;
        }
    }

    public void Dispose()
    {
        open?.Retire();
        foreach (var handle in readers.Values)
            handle.Dispose();
    }

    private SegmentFile NewFile()
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
            var file = new SegmentFile(number, created, inDoubt);
            foreach (int done in written.Where(entry => entry.Value.IsClosed).Select(entry => entry.Key).ToList())
                written.Remove(done);
            written.Add(number, file);
            return file;
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

    private sealed class Keeper(SegmentFiles files) : IDisposable
    {
        private SegmentFiles? files = files;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref files, null) is not { } once)
                return;
            lock (once.gate)
                once.keepers--;
        }
    }
}
