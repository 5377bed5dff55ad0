namespace Aether.Storage.Blobs;

/// <summary>How a frame's octets are stored; the number is written down, so it never changes its meaning.</summary>
internal enum FrameCodec : byte
{
    Plain = 0,
    Zstd = 1,
}
