using System.Collections.Concurrent;
using System.Numerics;
using System.Runtime.InteropServices;
using ZstdSharp;

namespace Aether.Storage.Blobs;

/// <summary>Turns octets into stored frames and back. Level 1: a mail body gains next to nothing above it (docs/performance.md).</summary>
internal static class FrameCompression
{
    private const int Level = 1;

    private static readonly ConcurrentBag<Compressor> Compressors = [];
    private static readonly ConcurrentBag<Decompressor> Decompressors = [];

    /// <summary>Room that <see cref="Compress"/> may need.</summary>
    public static int MaxStored(int length) => Compressor.GetCompressBound(length);

    /// <summary>Compresses <paramref name="octets"/> into <paramref name="stored"/>, or copies them where that is no smaller.</summary>
    public static (FrameCodec Codec, int Stored) Compress(ReadOnlySpan<byte> octets, Span<byte> stored)
    {
        if (!Compressors.TryTake(out var compressor))
            compressor = new Compressor(Level);
        int written = compressor.Wrap(octets, stored);
        Compressors.Add(compressor);
        if (written < octets.Length)
            return (FrameCodec.Zstd, written);

        octets.CopyTo(stored);
        return (FrameCodec.Plain, octets.Length);
    }

    /// <returns>False: the stored octets are not what they were, or do not give the frame's length.</returns>
    public static bool TryExpand(Frame frame, ReadOnlySpan<byte> stored, Span<byte> octets)
    {
        if (Checksum(stored) != frame.Checksum)
            return false;
        if (frame.Codec is FrameCodec.Plain)
            return stored.Length == frame.Length && stored.TryCopyTo(octets);
        if (frame.Codec is not FrameCodec.Zstd)
            return false;

        if (!Decompressors.TryTake(out var decompressor))
            decompressor = new Decompressor();
        bool expanded = decompressor.TryUnwrap(stored, octets[..frame.Length], out int written) && written == frame.Length;
        Decompressors.Add(decompressor);
        return expanded;
    }

    /// <summary>CRC-32C.</summary>
    public static uint Checksum(ReadOnlySpan<byte> octets)
    {
        uint crc = ~0u;
        foreach (ulong word in MemoryMarshal.Cast<byte, ulong>(octets[..(octets.Length & ~7)]))
            crc = BitOperations.Crc32C(crc, word);
        foreach (byte rest in octets[(octets.Length & ~7)..])
            crc = BitOperations.Crc32C(crc, rest);
        return ~crc;
    }
}
