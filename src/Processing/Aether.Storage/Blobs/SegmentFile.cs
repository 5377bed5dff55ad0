using System.Buffers.Binary;
using Aether.Storage.Durability;

namespace Aether.Storage.Blobs;

/// <summary>
/// An append-only file of frames in which drafts interleave. Each frame stands behind a header that lets a salvage tool
/// find it without the database: magic, codec, lengths, checksum.
/// </summary>
internal sealed class SegmentFile(int number, IDiskFile file, Action<Exception> inDoubt) : IDisposable
{
    public const int HeaderLength = 24;

    private static ReadOnlySpan<byte> Magic => "AeFrame1"u8;

    private readonly Lock gate = new();
    private long end;
    private int users;
    private bool retired;
    private Task? running;
    private Task? next;

    public int Number => number;

    /// <summary>Nobody writes to it, and nobody ever will.</summary>
    public bool IsClosed
    {
        get
        {
            lock (gate)
                return retired && users == 0;
        }
    }

    /// <summary>Octets written or reserved.</summary>
    public long Length => Volatile.Read(ref end);

    /// <summary>Appends one frame.</summary>
    /// <returns>The offset of its stored octets.</returns>
    /// <exception cref="IOException">The disk is full or broken; the reserved place stays a hole.</exception>
    public long Write(FrameCodec codec, int length, ReadOnlySpan<byte> stored, uint checksum)
    {
        Span<byte> header = stackalloc byte[HeaderLength];
        Magic.CopyTo(header);
        BinaryPrimitives.WriteUInt32LittleEndian(header[8..], (uint)codec);
        BinaryPrimitives.WriteInt32LittleEndian(header[12..], length);
        BinaryPrimitives.WriteInt32LittleEndian(header[16..], stored.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(header[20..], checksum);

        long at = Interlocked.Add(ref end, HeaderLength + stored.Length) - HeaderLength - stored.Length;
        file.Write(header, at);
        file.Write(stored, at + HeaderLength);
        return at + HeaderLength;
    }

    /// <summary>Makes everything written before the call durable; callers that come while a sync runs share the next one.</summary>
    public Task SyncAsync()
    {
        lock (gate)
        {
            if (running is null or { IsCompleted: true })
                return running = Task.Run(Sync);
            return next ??= running.ContinueWith(_ => SyncNext(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }
    }

    /// <summary>One more draft writes here.</summary>
    /// <returns>False: the file is closed already.</returns>
    public bool TryUse()
    {
        lock (gate)
        {
            if (retired)
                return false;
            users++;
            return true;
        }
    }

    public void Release()
    {
        lock (gate)
        {
            users--;
            CloseIfDone();
        }
    }

    /// <summary>No new drafts: the file closes with its last one.</summary>
    public void Retire()
    {
        lock (gate)
        {
            retired = true;
            CloseIfDone();
        }
    }

    public void Dispose() => file.Dispose();

    private void CloseIfDone()
    {
        if (retired && users == 0)
            file.Dispose();
    }

    private void SyncNext()
    {
        lock (gate)
        {
            running = next;
            next = null;
        }
        Sync();
    }

    private void Sync()
    {
        try
        {
            file.Sync();
        }
        catch (IOException e) // The kernel may have dropped the pages: a second fsync would lie.
        {
            inDoubt(e);
            throw;
        }
    }
}
