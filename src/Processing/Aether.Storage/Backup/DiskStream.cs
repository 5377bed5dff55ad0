using Aether.Storage.Durability;

namespace Aether.Storage.Backup;

/// <summary>A file of the store's disk, written or read from begin to end; what is written is synced on the way.</summary>
internal sealed class DiskStream(IDiskFile file, FileAccess access) : Stream
{
    /// <summary>A file that reaches the disk all at once holds up the commits of the store beside it.</summary>
    private const int SyncEvery = 4 << 20;

    private long at;
    private long synced;

    public override bool CanRead => access is FileAccess.Read;

    public override bool CanWrite => access is FileAccess.Write;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => at; set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        int read = file.Read(buffer, at);
        at += read;
        return read;
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        file.Write(buffer, at);
        at += buffer.Length;
        if (at - synced < SyncEvery)
            return;
        file.Sync();
        synced = at;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
