using System.Collections.Concurrent;
using System.Numerics;
using System.Runtime.InteropServices;
using ZstdSharp;

namespace Aether.Storage.Blobs;

/// <summary>
/// Turns octets into stored frames and back. Small ones, as most mails are, with a dictionary of what mails have in common:
/// a tenth less than without (docs/performance.md). Large ones at level 1: a mail body gains next to nothing above it.
/// </summary>
internal static class FrameCompression
{
    /// <summary>The longest frame for which the dictionary's octets count.</summary>
    public const int MaxWithDictionary = 32 << 10;

    private const int Level = 1;
    private const int DictionaryLevel = 3;

    private static readonly Lazy<byte[]> Dictionary = new(ReadDictionary);
    private static readonly ConcurrentBag<Compressor> Compressors = [];
    private static readonly ConcurrentBag<Compressor> DictionaryCompressors = [];
    private static readonly ConcurrentBag<Decompressor> Decompressors = [];
    private static readonly ConcurrentBag<Decompressor> DictionaryDecompressors = [];

    /// <summary>Room that <see cref="Compress"/> may need.</summary>
    public static int MaxStored(int length) => Compressor.GetCompressBound(length);

    /// <summary>Compresses <paramref name="octets"/> into <paramref name="stored"/>, or copies them where that is no smaller.</summary>
    public static (FrameCodec Codec, int Stored) Compress(ReadOnlySpan<byte> octets, Span<byte> stored)
    {
        var (codec, pool) = octets.Length <= MaxWithDictionary ? (FrameCodec.ZstdMail1, DictionaryCompressors) : (FrameCodec.Zstd, Compressors);
        if (!pool.TryTake(out var compressor))
            compressor = NewCompressor(codec);
        int written = compressor.Wrap(octets, stored);
        pool.Add(compressor);
        if (written < octets.Length)
            return (codec, written);

        octets.CopyTo(stored);
        return (FrameCodec.Plain, octets.Length);
    }

    /// <returns>False: the stored octets are not what they were, or do not give the frame's length.</returns>
    public static bool TryExpand(Frame frame, ReadOnlySpan<byte> stored, Span<byte> octets)
    {
        if (Checksum(stored) != frame.Checksum)
            return false;
        switch (frame.Codec)
        {
            case FrameCodec.Plain:
                return stored.Length == frame.Length && stored.TryCopyTo(octets);
            case FrameCodec.Zstd or FrameCodec.ZstdMail1:
                var pool = frame.Codec is FrameCodec.Zstd ? Decompressors : DictionaryDecompressors;
                if (!pool.TryTake(out var decompressor))
                    decompressor = NewDecompressor(frame.Codec);
                bool expanded = decompressor.TryUnwrap(stored, octets[..frame.Length], out int written) && written == frame.Length;
                pool.Add(decompressor);
                return expanded;
            default:
                return false;
        }
    }

    /// <summary>Expands octets whose codec and checksum are lost: they say themselves whether a dictionary is needed.</summary>
    /// <returns>False: they do not give exactly so many octets.</returns>
    public static bool TryExpandUnchecked(ReadOnlySpan<byte> stored, Span<byte> octets)
    {
        foreach (var codec in (ReadOnlySpan<FrameCodec>)[FrameCodec.ZstdMail1, FrameCodec.Zstd])
        {
            using var decompressor = NewDecompressor(codec);
            try
            {
                if (decompressor.TryUnwrap(stored, octets, out int written) && written == octets.Length)
                    return true;
            }
            catch (ZstdException)
            {
                // Not with this one.
            }
        }
        return false;
    }

    /// <summary>CRC-32C.</summary>
    /// <param name="before">That of the octets in front of these.</param>
    public static uint Checksum(ReadOnlySpan<byte> octets, uint before = 0)
    {
        uint crc = ~before;
        foreach (ulong word in MemoryMarshal.Cast<byte, ulong>(octets[..(octets.Length & ~7)]))
            crc = BitOperations.Crc32C(crc, word);
        foreach (byte rest in octets[(octets.Length & ~7)..])
            crc = BitOperations.Crc32C(crc, rest);
        return ~crc;
    }

    private static Compressor NewCompressor(FrameCodec codec)
    {
        if (codec is FrameCodec.Zstd)
            return new Compressor(Level);
        var compressor = new Compressor(DictionaryLevel);
        compressor.LoadDictionary(Dictionary.Value);
        return compressor;
    }

    private static Decompressor NewDecompressor(FrameCodec codec)
    {
        var decompressor = new Decompressor();
        if (codec is FrameCodec.ZstdMail1)
            decompressor.LoadDictionary(Dictionary.Value);
        return decompressor;
    }

    private static byte[] ReadDictionary()
    {
        using var resource = typeof(FrameCompression).Assembly.GetManifestResourceStream("mail-1.zdict")!;
        byte[] octets = new byte[resource.Length];
        resource.ReadExactly(octets);
        return octets;
    }
}
