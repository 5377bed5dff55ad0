namespace Aether.Storage.Blobs;

/// <summary>One compressed piece of a blob.</summary>
/// <param name="Offset">Of its stored octets in the segment file; 0 inline.</param>
/// <param name="Length">Of the octets before compression; at most <see cref="MaxLength"/>.</param>
/// <param name="Checksum">CRC-32C of the stored octets.</param>
internal readonly record struct Frame(FrameCodec Codec, long Offset, int Stored, int Length, uint Checksum)
{
    public const int MaxLength = 256 << 10;
}
