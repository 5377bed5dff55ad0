using System.Buffers.Binary;
using Aether.Storage.Blobs;
using Aether.Storage.Durability;

namespace Aether.Storage.Salvage;

/// <summary>Finds frames in a segment by their heads alone, for when no row tells of them.</summary>
internal static class SegmentScan
{
    private const int PieceSize = 1 << 20;

    private static ReadOnlySpan<byte> Magic => "AeFrame1"u8;

    /// <summary>The frames whose octets are whole, in order, expanded.</summary>
    public static IEnumerable<(long Offset, byte[] Octets)> Frames(IDiskFile segment)
    {
        for (long at = 0; FindHead(segment, at) is >= 0 and var head;)
        {
            if (TryRead(segment, head) is { } found)
            {
                yield return (head + SegmentFile.HeaderLength, found.Octets);
                at = found.End;
            }
            else
            {
                at = head + 1;
            }
        }
    }

    private static long FindHead(IDiskFile segment, long from)
    {
        byte[] piece = new byte[PieceSize];
        while (true)
        {
            int read = segment.Read(piece, from);
            int found = piece.AsSpan(0, read).IndexOf(Magic);
            if (found >= 0)
                return from + found;
            if (read < piece.Length)
                return -1;
            from += read - Magic.Length + 1;
        }
    }

    private static (byte[] Octets, long End)? TryRead(IDiskFile segment, long head)
    {
        byte[] header = new byte[SegmentFile.HeaderLength];
        if (segment.Read(header, head) < header.Length)
            return null;
        var codec = (FrameCodec)BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(8));
        int length = BinaryPrimitives.ReadInt32LittleEndian(header.AsSpan(12));
        int stored = BinaryPrimitives.ReadInt32LittleEndian(header.AsSpan(16));
        if (length is < 0 or > Frame.MaxLength || stored is < 0 or > 2 * Frame.MaxLength)
            return null;
        byte[] octets = new byte[stored];
        byte[] expanded = new byte[length];
        var frame = new Frame(codec, head + header.Length, stored, length, BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(20)));
        if (segment.Read(octets, frame.Offset) < stored || !FrameCompression.TryExpand(frame, octets, expanded))
            return null;
        return (expanded, frame.Offset + stored);
    }
}
