using System.Buffers;
using System.IO.Pipelines;

namespace Aether.Storage.Blobs;

/// <summary>
/// The octets of one message, its own prefix first, read by range; a range touches only the frames it needs, and each
/// frame's checksum is verified. Holds one expanded frame. Not thread-safe.
/// </summary>
public sealed class BodyReader : IDisposable
{
    private readonly SegmentFiles segments;
    private readonly BlobRow blob;
    private readonly long[] starts;
    private byte[]? expanded;
    private int held = -1;

    internal BodyReader(SegmentFiles segments, BlobRow blob, ReadOnlyMemory<byte> prefix)
    {
        this.segments = segments;
        this.blob = blob;
        Prefix = prefix;
        starts = new long[blob.Frames.Length];
        for (int i = 1; i < starts.Length; i++)
            starts[i] = starts[i - 1] + blob.Frames[i - 1].Length;
    }

    public ReadOnlyMemory<byte> Prefix { get; }

    /// <summary>Octets of prefix and blob.</summary>
    public long Size => Prefix.Length + blob.Size;

    /// <summary>Reads at <paramref name="offset"/>; at least one octet unless that is the end.</summary>
    /// <returns>How many were read.</returns>
    /// <exception cref="CorruptBlobException">They are damaged.</exception>
    public ValueTask<int> ReadAsync(long offset, Memory<byte> destination, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var piece = Piece(offset);
        int count = Math.Min(piece.Length, destination.Length);
        piece.Span[..count].CopyTo(destination.Span);
        return ValueTask.FromResult(count);
    }

    /// <summary>Copies a range to a pipe, piece by piece, letting <paramref name="flush"/> wait for a slow reader between them.</summary>
    /// <returns>False when <paramref name="flush"/> said that the reader is gone.</returns>
    /// <exception cref="CorruptBlobException">The octets are damaged.</exception>
    public async ValueTask<bool> CopyToAsync(PipeWriter output, long offset, long count, Func<CancellationToken, ValueTask<bool>> flush, CancellationToken ct)
    {
        const int MaxPiece = 64 << 10;
        while (count > 0)
        {
            var piece = Piece(offset);
            if (piece.IsEmpty)
                return true;
            piece = piece[..(int)Math.Min(Math.Min(piece.Length, MaxPiece), count)];
            output.Write(piece.Span);
            offset += piece.Length;
            count -= piece.Length;
            if (count > 0 && !await flush(ct))
                return false;
        }
        return true;
    }

    public void Dispose()
    {
        if (expanded is not null)
            ArrayPool<byte>.Shared.Return(expanded);
        expanded = null;
        held = -1;
    }

    /// <summary>What lies at an offset up to the end of its frame; empty at the end of the message.</summary>
    private ReadOnlyMemory<byte> Piece(long offset)
    {
        if (offset < Prefix.Length)
            return Prefix[(int)offset..];
        offset -= Prefix.Length;
        if (offset >= blob.Size)
            return default;

        int index = Array.BinarySearch(starts, offset);
        if (index < 0)
            index = ~index - 1;
        Expand(index);
        int at = (int)(offset - starts[index]);
        return expanded.AsMemory(at, blob.Frames[index].Length - at);
    }

    private void Expand(int index)
    {
        if (held == index)
            return;
        var frame = blob.Frames[index];
        if (expanded is null || expanded.Length < frame.Length)
        {
            Dispose();
            expanded = ArrayPool<byte>.Shared.Rent(frame.Length);
        }

        held = -1;
        if (blob.Place is BlobPlace.Inline)
        {
            if (blob.Inline.Length != frame.Stored || !FrameCompression.TryExpand(frame, blob.Inline, expanded))
                throw new CorruptBlobException(blob.Id, "its checksum differs");
        }
        else
        {
            ExpandFromSegment(index, frame);
        }
        held = index;
    }

    private void ExpandFromSegment(int index, Frame frame)
    {
        byte[] stored = ArrayPool<byte>.Shared.Rent(frame.Stored);
        try
        {
            if (!segments.TryRead(blob.Segment, frame.Offset, stored.AsSpan(0, frame.Stored)))
                throw new CorruptBlobException(blob.Id, $"segment {blob.Segment} does not have frame {index}");
            if (!FrameCompression.TryExpand(frame, stored.AsSpan(0, frame.Stored), expanded))
                throw new CorruptBlobException(blob.Id, $"the checksum of frame {index} differs");
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(stored);
        }
    }
}
