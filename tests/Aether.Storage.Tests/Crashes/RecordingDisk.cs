using Aether.Storage.Durability;

namespace Aether.Storage.Tests.Crashes;

/// <summary>The machine's disk with a log of all calls, which can be told to fail.</summary>
internal sealed class RecordingDisk : IDisk, IDisposable
{
    private const int NoSpace = 28;
    private const int TooManyFiles = 24;
    private const int InputOutput = 5;

    private readonly HostDisk disk = HostDisk.Instance;
    private readonly RecordingVfs vfs;

    public RecordingDisk(string root)
    {
        Log = new DiskLog(root);
        vfs = RecordingVfs.Attach(Log);
    }

    public DiskLog Log { get; }

    /// <summary>What <see cref="RoomOf"/> says instead of the truth.</summary>
    public DiskRoom? Room { get; set; }

    public string? DatabaseVfs => RecordingVfs.Name;

    /// <summary>Begins the log with what lies in these folders below the root already, as things that were synced long ago.</summary>
    public void NoteWhatIsThere(params string[] folders)
    {
        foreach (string folder in folders.Select(folder => Path.Combine(Log.Root, folder)))
        {
            Log.Add(new DiskEvent(DiskCall.CreateFolder, folder));
            foreach (string file in Directory.GetFiles(folder).Order(StringComparer.Ordinal))
            {
                Log.Add(new DiskEvent(DiskCall.Create, file));
                Log.Add(new DiskEvent(DiskCall.Write, file, 0, File.ReadAllBytes(file)));
                Log.Add(new DiskEvent(DiskCall.Sync, file));
            }
            Log.Add(new DiskEvent(DiskCall.SyncFolder, Path.GetDirectoryName(folder)!));
            Log.Add(new DiskEvent(DiskCall.SyncFolder, folder));
        }
    }

    public IDiskFile Create(string path)
    {
        Check(DiskCall.Create, path);
        var file = disk.Create(path);
        Log.Add(new DiskEvent(DiskCall.Create, path));
        return new RecordingFile(this, path, file);
    }

    public IDiskFile? OpenRead(string path)
    {
        Check(DiskCall.OpenRead, path);
        return disk.OpenRead(path);
    }

    public void CreateFolder(string path)
    {
        Check(DiskCall.CreateFolder, path);
        disk.CreateFolder(path);
        Log.Add(new DiskEvent(DiskCall.CreateFolder, path));
    }

    public IReadOnlyList<string> List(string folder) => disk.List(folder);

    public void SyncFolder(string path)
    {
        Check(DiskCall.SyncFolder, path);
        Log.Add(new DiskEvent(DiskCall.SyncFolder, path));
    }

    public void Rename(string from, string to)
    {
        Check(DiskCall.Rename, from);
        disk.Rename(from, to);
        Log.Add(new DiskEvent(DiskCall.Rename, from, Target: to));
    }

    public void Delete(string path)
    {
        Check(DiskCall.Delete, path);
        disk.Delete(path);
        Log.Add(new DiskEvent(DiskCall.Delete, path));
    }

    public DiskRoom RoomOf(string folder) => Room ?? disk.RoomOf(folder);

    public void Dispose() => vfs.Dispose();

    private void Check(DiskCall call, string path)
    {
        switch (Log.Fault(call, path))
        {
            case DiskFault.Full:
                throw new IOException("No space left on device", NoSpace);
            case DiskFault.Broken:
                throw new IOException("Input/output error", InputOutput);
            case DiskFault.NoDescriptors:
                throw new IOException("Too many open files", TooManyFiles);
        }
    }

    private sealed class RecordingFile(RecordingDisk disk, string path, IDiskFile file) : IDiskFile
    {
        public long Length => file.Length;

        public void Write(ReadOnlySpan<byte> bytes, long offset)
        {
            if (disk.Log.Fault(DiskCall.Write, path) is not DiskFault.None and var fault)
            {
                var half = bytes[..(bytes.Length / 2)];
                file.Write(half, offset);
                disk.Log.Add(new DiskEvent(DiskCall.Write, path, offset, half.ToArray()));
                throw new IOException("The write failed.", fault is DiskFault.Full ? NoSpace : InputOutput);
            }
            file.Write(bytes, offset);
            disk.Log.Add(new DiskEvent(DiskCall.Write, path, offset, bytes.ToArray()));
        }

        public int Read(Span<byte> bytes, long offset) => file.Read(bytes, offset);

        public void Truncate(long length)
        {
            disk.Check(DiskCall.Truncate, path);
            file.Truncate(length);
            disk.Log.Add(new DiskEvent(DiskCall.Truncate, path, length));
        }

        public void Sync()
        {
            disk.Check(DiskCall.Sync, path);
            disk.Log.Add(new DiskEvent(DiskCall.Sync, path));
        }

        public void Dispose() => file.Dispose();
    }
}
