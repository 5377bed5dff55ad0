using System.Buffers;

namespace Aether.Storage.Blobs;

/// <summary>A blob's frames in order, as the row holds them: five varints a frame, offsets as differences.</summary>
internal static class FrameTable
{
    public static byte[] Pack(IReadOnlyList<Frame> frames)
    {
        var packed = new ArrayBufferWriter<byte>(16 + frames.Count * 16);
        long end = 0;
        foreach (var frame in frames)
        {
            Varint.Write(packed, (ulong)frame.Codec);
            Varint.Write(packed, (ulong)(frame.Offset - end));
            Varint.Write(packed, (ulong)frame.Stored);
            Varint.Write(packed, (ulong)frame.Length);
            Varint.Write(packed, frame.Checksum);
            end = frame.Offset + frame.Stored;
        }
        return packed.WrittenSpan.ToArray();
    }

    /// <exception cref="InvalidDataException">The row is damaged.</exception>
    public static Frame[] Unpack(ReadOnlySpan<byte> packed)
    {
        var frames = new List<Frame>();
        long end = 0;
        while (!packed.IsEmpty)
        {
            var codec = (FrameCodec)Varint.Read(ref packed);
            long offset = end + (long)Varint.Read(ref packed);
            ulong stored = Varint.Read(ref packed);
            ulong length = Varint.Read(ref packed);
            uint checksum = (uint)Varint.Read(ref packed);
            if (stored > 2 * Frame.MaxLength || length > Frame.MaxLength || offset < end)
                throw new InvalidDataException("A frame is out of bounds.");
            frames.Add(new Frame(codec, offset, (int)stored, (int)length, checksum));
            end = offset + (long)stored;
        }
        return [.. frames];
    }
}
