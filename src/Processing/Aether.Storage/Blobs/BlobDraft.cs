using System.Buffers;
using System.Security.Cryptography;

namespace Aether.Storage.Blobs;

/// <summary>
/// A blob while its octets come in. It holds at most one frame and what came since the last flush; full frames go
/// compressed to where large blobs are kept. What stays within <see cref="InlineLimit"/> never goes there.
/// </summary>
internal sealed class BlobDraft(ILargeBlobs large) : IDisposable
{
    /// <summary>Stored octets that travel inside the commit: one sync instead of two (measured: docs/performance.md).</summary>
    public const int InlineLimit = 16 << 10;

    private const int FirstBuffer = 8 << 10;

    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly List<Frame> frames = [];
    private byte[] buffer = ArrayPool<byte>.Shared.Rent(FirstBuffer);
    private int buffered;
    private IFrameSink? sink;

    public long Size { get; private set; }

    public void Write(ReadOnlySpan<byte> octets)
    {
        hash.AppendData(octets);
        Size += octets.Length;
        if (buffered + octets.Length > buffer.Length)
            Grow(buffered + octets.Length);
        octets.CopyTo(buffer.AsSpan(buffered));
        buffered += octets.Length;
    }

    /// <summary>Sends full frames on.</summary>
    /// <exception cref="StoreUnavailableException">The disk is full.</exception>
    public async ValueTask FlushAsync(CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        int sent = 0;
        while (buffered - sent >= Frame.MaxLength)
        {
            WriteFrame(buffer.AsSpan(sent, Frame.MaxLength));
            sent += Frame.MaxLength;
        }
        if (sent > 0)
        {
            buffer.AsSpan(sent, buffered - sent).CopyTo(buffer);
            buffered -= sent;
            await sink!.FlushAsync(ct);
        }
    }

    /// <summary>Ends the blob. What is stored elsewhere is durable when this returns.</summary>
    /// <exception cref="StoreUnavailableException">The disk is full.</exception>
    public async Task<StoredBody> CompleteAsync(CancellationToken ct)
    {
        await FlushAsync(ct);
        byte[] digest = hash.GetHashAndReset();
        if (frames.Count == 0 && TryInline(digest) is { } inline)
            return inline;

        if (buffered > 0)
            WriteFrame(buffer.AsSpan(0, buffered));
        buffered = 0;
        return StoredBody.InFrames(Size, digest, await sink!.CompleteAsync(ct), frames);
    }

    public void Dispose()
    {
        hash.Dispose();
        if (buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(buffer);
        buffer = [];
        sink?.Dispose();
        sink = null;
    }

    private StoredBody? TryInline(byte[] digest)
    {
        byte[] room = ArrayPool<byte>.Shared.Rent(FrameCompression.MaxStored(buffered));
        var (codec, stored) = FrameCompression.Compress(buffer.AsSpan(0, buffered), room);
        byte[]? kept = stored <= InlineLimit ? room.AsSpan(0, stored).ToArray() : null;
        ArrayPool<byte>.Shared.Return(room);
        return kept is null ? null : StoredBody.InDatabase(Size, digest, new Frame(codec, 0, stored, buffered, FrameCompression.Checksum(kept)), kept);
    }

    private void WriteFrame(ReadOnlySpan<byte> octets)
    {
        sink ??= large.Begin();
        byte[] room = ArrayPool<byte>.Shared.Rent(FrameCompression.MaxStored(octets.Length));
        try
        {
            var (codec, stored) = FrameCompression.Compress(octets, room);
            uint checksum = FrameCompression.Checksum(room.AsSpan(0, stored));
            long offset = sink.Write(codec, octets.Length, room.AsSpan(0, stored), checksum);
            frames.Add(new Frame(codec, offset, stored, octets.Length, checksum));
        }
        catch (IOException e)
        {
            throw new StoreUnavailableException("A message could not be stored.", e);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(room);
        }
    }

    private void Grow(int needed)
    {
        byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Max(needed, buffer.Length * 2));
        buffer.AsSpan(0, buffered).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(buffer);
        buffer = larger;
    }
}
