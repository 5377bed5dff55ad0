using System.Buffers;
using System.Security.Cryptography;
using Aether.Storage.Damage;

namespace Aether.Storage.Blobs;

/// <summary>
/// The octets of one message, its own prefix first, read by range; a range touches only the frames it needs, and each
/// frame's checksum is verified. Holds one expanded frame. Not thread-safe.
/// </summary>
public sealed class BodyReader : IDisposable
{
    /// <summary>There is no hash to compare.</summary>
    private const int Unhashed = -1;

    private readonly LargeBlobs large;
    private readonly BlobRow blob;
    private readonly long[] starts;
    private readonly DamageReports damage;
    private readonly CheckedBlobs? known;
    private byte[]? expanded;
    private int held = -1;
    private IncrementalHash? hash;
    private int hashed;
    private bool disposed;

    /// <exception cref="CorruptBlobException">Its row is damaged: the frames have a checksum each, their sum is what vouches for the size.</exception>
    /// <param name="known">Blobs whose hash need not be compared once more; null: it is compared.</param>
    internal BodyReader(LargeBlobs large, BlobRow blob, ReadOnlyMemory<byte> prefix, DamageReports damage, CheckedBlobs? known = null)
    {
        if (blob.Frames.Sum(static frame => (long)frame.Length) != blob.Size)
            throw new CorruptBlobException(blob.Id, "its frames do not add up to its size");
        this.damage = damage;
        this.known = known;
        hashed = blob.Hash.Length == 0 || known?.Has(blob) == true ? Unhashed : 0;
        large.Pin(blob);
        this.large = large;
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
    /// <exception cref="StoreUnavailableException">They can't be read at the moment.</exception>
    public async ValueTask<int> ReadAsync(long offset, Memory<byte> destination, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var piece = await PieceAsync(offset, ct);
        int count = Math.Min(piece.Length, destination.Length);
        piece.Span[..count].CopyTo(destination.Span);
        return count;
    }

    /// <summary>Copies a range, piece by piece, letting <paramref name="flush"/> wait for a slow reader between them.</summary>
    /// <returns>False when <paramref name="flush"/> said that the reader is gone.</returns>
    /// <exception cref="CorruptBlobException">The octets are damaged.</exception>
    public async ValueTask<bool> CopyToAsync(IBufferWriter<byte> output, long offset, long count, Func<CancellationToken, ValueTask<bool>> flush, CancellationToken ct)
    {
        const int MaxPiece = 64 << 10;
        while (count > 0)
        {
            var piece = await PieceAsync(offset, ct);
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

    /// <summary>Makes sure that a range can be read, before anybody is promised its octets.</summary>
    /// <exception cref="CorruptBlobException">Some of them are damaged.</exception>
    public async ValueTask CheckAsync(long offset, long count, CancellationToken ct)
    {
        long end = Math.Min(offset + count, Size) - Prefix.Length;
        long at = Math.Max(0, offset - Prefix.Length);
        if (at >= end)
            return;
        int last = IndexOf(end - 1);
        int first = IndexOf(at);
        for (int index = first; index <= last; index++)
        {
            ct.ThrowIfCancellationRequested();
            if (first == last)
                await ExpandAsync(index, ct); // It is what will be read next.
            else if (held != index)
                await CheckFrameAsync(index, ct);
        }
    }

    public void Dispose()
    {
        if (!disposed)
            large.Unpin(blob);
        disposed = true;
        if (expanded is not null)
            ArrayPool<byte>.Shared.Return(expanded);
        expanded = null;
        held = -1;
        hash?.Dispose();
        hash = null;
    }

    /// <summary>What lies at an offset up to the end of its frame; empty at the end of the message.</summary>
    private async ValueTask<ReadOnlyMemory<byte>> PieceAsync(long offset, CancellationToken ct)
    {
        if (offset < Prefix.Length)
            return Prefix[(int)offset..];
        offset -= Prefix.Length;
        if (offset >= blob.Size)
            return default;

        int index = IndexOf(offset);
        await ExpandAsync(index, ct);
        long at = offset - starts[index];
        if (at >= blob.Frames[index].Length)
            throw Damaged("its frames are too short");
        return expanded.AsMemory((int)at, blob.Frames[index].Length - (int)at);
    }

    /// <summary>The frame of an offset in the blob.</summary>
    private int IndexOf(long offset)
    {
        int index = Array.BinarySearch(starts, offset);
        index = index < 0 ? ~index - 1 : index;
        return index >= 0 ? index : throw Damaged("it has no frames");
    }

    private async ValueTask CheckFrameAsync(int index, CancellationToken ct)
    {
        var frame = blob.Frames[index];
        byte[] stored = ArrayPool<byte>.Shared.Rent(frame.Stored);
        try
        {
            await ReadStoredAsync(index, stored.AsMemory(0, frame.Stored), ct);
            if (FrameCompression.Checksum(stored.AsSpan(0, frame.Stored)) != frame.Checksum)
                throw Damaged($"the checksum of frame {index} differs");
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(stored);
        }
    }

    private async ValueTask ExpandAsync(int index, CancellationToken ct)
    {
        if (held == index)
            return;
        var frame = blob.Frames[index];
        if (expanded is null || expanded.Length < frame.Length)
        {
            if (expanded is not null)
                ArrayPool<byte>.Shared.Return(expanded);
            expanded = ArrayPool<byte>.Shared.Rent(frame.Length);
        }

        held = -1;
        if (blob.Place is BlobPlace.Inline)
        {
            if (blob.Inline.Length != frame.Stored || !FrameCompression.TryExpand(frame, blob.Inline, expanded))
                throw Damaged("its checksum differs");
        }
        else
        {
            await ExpandStoredAsync(index, frame, ct);
        }
        Hash(index, expanded.AsSpan(0, frame.Length));
        held = index;
    }

    /// <summary>Who reads from begin to end has the hash of the whole compared before the last frame is his: frames may be whole and yet the wrong ones.</summary>
    private void Hash(int index, ReadOnlySpan<byte> octets)
    {
        if (index != hashed)
            return;
        hash ??= IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(octets);
        if (++hashed < blob.Frames.Length)
            return;
        if (!hash.GetHashAndReset().AsSpan().SequenceEqual(blob.Hash))
            throw Damaged("its hash differs");
        known?.Add(blob);
    }

    private CorruptBlobException Damaged(string detail)
    {
        var found = new CorruptBlobException(blob.Id, detail);
        damage.Tell($"blob {blob.Id}", detail);
        return found;
    }

    private async ValueTask ExpandStoredAsync(int index, Frame frame, CancellationToken ct)
    {
        byte[] stored = ArrayPool<byte>.Shared.Rent(frame.Stored);
        try
        {
            await ReadStoredAsync(index, stored.AsMemory(0, frame.Stored), ct);
            if (!FrameCompression.TryExpand(frame, stored.AsSpan(0, frame.Stored), expanded))
                throw Damaged($"the checksum of frame {index} differs");
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(stored);
        }
    }

    private async ValueTask ReadStoredAsync(int index, Memory<byte> stored, CancellationToken ct)
    {
        if (!await large.TryReadAsync(blob, blob.Frames[index], stored, ct))
            throw Damaged($"{(blob.Place is BlobPlace.Object ? "its object" : $"segment {blob.Segment}")} does not have frame {index}");
    }
}
