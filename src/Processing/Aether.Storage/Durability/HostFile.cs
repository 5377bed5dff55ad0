using Microsoft.Win32.SafeHandles;

namespace Aether.Storage.Durability;

/// <summary>A file of the machine.</summary>
internal sealed class HostFile(SafeFileHandle handle) : IDiskFile
{
    public long Length => RandomAccess.GetLength(handle);

    public void Write(ReadOnlySpan<byte> bytes, long offset) => RandomAccess.Write(handle, bytes, offset);

    public int Read(Span<byte> bytes, long offset)
    {
        int done = 0;
        while (done < bytes.Length && RandomAccess.Read(handle, bytes[done..], offset + done) is > 0 and var read)
            done += read;
        return done;
    }

    public void Truncate(long length) => RandomAccess.SetLength(handle, length);

    public void Sync() => LibC.SyncData(handle);

    public void Dispose() => handle.Dispose();
}
