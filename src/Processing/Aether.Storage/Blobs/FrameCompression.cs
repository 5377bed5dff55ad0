using System.Buffers;
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
        bool isSmall = octets.Length <= MaxWithDictionary;
        byte[] room = ArrayPool<byte>.Shared.Rent(octets.Length);
        int folded = Base64Lines.Fold(octets, room);
        int written = Wrap(folded > 0 ? room.AsSpan(0, folded) : octets, stored, isSmall);
        ArrayPool<byte>.Shared.Return(room);
        if (written < octets.Length)
            return (CodecOf(isSmall, folded > 0), written);

        octets.CopyTo(stored);
        return (FrameCodec.Plain, octets.Length);
    }

    /// <returns>False: the stored octets are not what they were, or do not give the frame's length.</returns>
    public static bool TryExpand(Frame frame, ReadOnlySpan<byte> stored, Span<byte> octets)
    {
        if (Checksum(stored) != frame.Checksum)
            return false;
        octets = octets[..frame.Length];
        return frame.Codec switch
        {
            FrameCodec.Plain => stored.Length == octets.Length && stored.TryCopyTo(octets),
            FrameCodec.Zstd or FrameCodec.ZstdMail1 => Unwrap(stored, octets, frame.Codec is FrameCodec.ZstdMail1) == octets.Length,
            FrameCodec.ZstdBase64 or FrameCodec.ZstdMail1Base64 => TryUnfold(stored, octets, frame.Codec is FrameCodec.ZstdMail1Base64),
            _ => false,
        };
    }

    /// <summary>Expands octets whose codec and checksum are lost: they say themselves whether a dictionary is needed.</summary>
    /// <returns>False: they do not give exactly so many octets.</returns>
    public static bool TryExpandUnchecked(ReadOnlySpan<byte> stored, Span<byte> octets)
    {
        foreach (bool isSmall in (ReadOnlySpan<bool>)[true, false])
        {
            if (Unwrap(stored, octets, isSmall) == octets.Length || TryUnfold(stored, octets, isSmall))
                return true;
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

    private static FrameCodec CodecOf(bool isSmall, bool isFolded) => (isSmall, isFolded) switch
    {
        (true, true) => FrameCodec.ZstdMail1Base64,
        (true, false) => FrameCodec.ZstdMail1,
        (false, true) => FrameCodec.ZstdBase64,
        (false, false) => FrameCodec.Zstd,
    };

    private static int Wrap(ReadOnlySpan<byte> octets, Span<byte> stored, bool withDictionary)
    {
        var pool = withDictionary ? DictionaryCompressors : Compressors;
        if (!pool.TryTake(out var compressor))
        {
            compressor = new Compressor(withDictionary ? DictionaryLevel : Level);
            if (withDictionary)
                compressor.LoadDictionary(Dictionary.Value);
        }
        int written = compressor.Wrap(octets, stored);
        pool.Add(compressor);
        return written;
    }

    /// <returns>How many octets came out; -1: none did, or more than there is room for.</returns>
    private static int Unwrap(ReadOnlySpan<byte> stored, Span<byte> octets, bool withDictionary)
    {
        var pool = withDictionary ? DictionaryDecompressors : Decompressors;
        if (!pool.TryTake(out var decompressor))
        {
            decompressor = new Decompressor();
            if (withDictionary)
                decompressor.LoadDictionary(Dictionary.Value);
        }
        try
        {
            int written = decompressor.TryUnwrap(stored, octets, out int expanded) ? expanded : -1;
            pool.Add(decompressor);
            return written;
        }
        catch (ZstdException) // Damaged, though its checksum holds; what the decompressor is in now is left to the collector.
        {
            return -1;
        }
    }

    /// <summary>The shorter form is never longer than what it stands for.</summary>
    private static bool TryUnfold(ReadOnlySpan<byte> stored, Span<byte> octets, bool withDictionary)
    {
        byte[] room = ArrayPool<byte>.Shared.Rent(octets.Length);
        int folded = Unwrap(stored, room.AsSpan(0, octets.Length), withDictionary);
        bool unfolded = folded >= 0 && Base64Lines.TryUnfold(room.AsSpan(0, folded), octets);
        ArrayPool<byte>.Shared.Return(room);
        return unfolded;
    }

    private static byte[] ReadDictionary()
    {
        using var resource = typeof(FrameCompression).Assembly.GetManifestResourceStream("mail-1.zdict")!;
        byte[] octets = new byte[resource.Length];
        resource.ReadExactly(octets);
        return octets;
    }
}
