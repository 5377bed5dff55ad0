using Microsoft.Win32.SafeHandles;

namespace Aether.Storage.Durability;

/// <summary>
/// A file that is written at given offsets and made durable by a checked sync. It is the only way to disk outside
/// SQLite; the lint in the architecture tests forbids the bare calls.
/// </summary>
internal sealed class DurableFile : IDisposable
{
    private readonly SafeFileHandle handle;

    private DurableFile(SafeFileHandle handle) => this.handle = handle;

    /// <summary>Creates a file that may not exist yet, and makes its name durable.</summary>
    /// <exception cref="IOException">It exists, or can't be created.</exception>
    public static DurableFile CreateNew(string path)
    {
        var handle = File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Read | FileShare.Delete);
        LibC.SyncDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        return new DurableFile(handle);
    }

    /// <exception cref="IOException">The disk is full or broken.</exception>
    public void Write(ReadOnlySpan<byte> bytes, long offset) => RandomAccess.Write(handle, bytes, offset);

    public int Read(Span<byte> bytes, long offset) => RandomAccess.Read(handle, bytes, offset);

    /// <exception cref="IOException">The sync failed: never retry it, end the process.</exception>
    public void Sync() => LibC.SyncData(handle);

    public void Dispose() => handle.Dispose();
}
