using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Aether.Storage.Search;

/// <summary>
/// What three-octet runs <see cref="Messages"/> neighbouring messages of an account hold, turned on its side: a row of one bit
/// a message for each hash of a run. A search ands the few rows of its string and so leaves out nearly every message that
/// can't hold it, at some bytes a message; the few that are left are read.
/// </summary>
/// <remarks>Bit-sliced signatures: false positives are possible, false negatives are not.</remarks>
internal sealed class SignatureBlock
{
    /// <summary>Messages of a block.</summary>
    public const int Messages = 256;

    public const int RowBytes = Messages / 8;

    private const int FewestRows = 1024;
    private const int MostRows = 32768;

    private readonly byte[] bits;

    /// <param name="rows">A power of two.</param>
    private SignatureBlock(int rows) => (Rows, bits) = (rows, new byte[rows * RowBytes]);

    public int Rows { get; }

    public ReadOnlySpan<byte> Bits => bits;

    /// <summary>A block for texts of this many octets altogether: about a quarter of the bits will be set.</summary>
    public static SignatureBlock ForTexts(long octets)
    {
        // A text of n octets has about n / 4 different runs; four rows for each.
        uint rows = (uint)Math.Clamp(octets / Messages, FewestRows, MostRows);
        return new SignatureBlock((int)BitOperations.RoundUpToPowerOf2(rows));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add(int message, ReadOnlySpan<byte> text)
    {
        int shift = 32 - BitOperations.Log2((uint)Rows);
        int column = message >> 3;
        byte bit = (byte)(1 << (message & 7));
        uint run = 0;
        for (int i = 0; i < text.Length; i++)
        {
            run = ((run << 8) | text[i]) & 0xFFFFFF;
            if (i >= 2)
                bits[((int)((run * 2654435761u) >> shift) * RowBytes) + column] |= bit;
        }
    }

    /// <summary>Adds a message that must never be left out.</summary>
    public void AddEverything(int message)
    {
        for (int row = 0; row < Rows; row++)
            bits[(row * RowBytes) + (message >> 3)] |= (byte)(1 << (message & 7));
    }

    /// <summary>Which messages of a stored block may hold all of these runs.</summary>
    /// <param name="possible">One bit a message; all set when there is no run to ask for.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Sift(ReadOnlySpan<byte> bits, ReadOnlySpan<uint> trigrams, Span<ulong> possible)
    {
        possible.Fill(ulong.MaxValue);
        int rows = bits.Length / RowBytes;
        foreach (uint trigram in trigrams)
        {
            var row = bits.Slice(TrigramSet.RowOf(trigram, rows) * RowBytes, RowBytes);
            for (int word = 0; word < possible.Length; word++)
                possible[word] &= BinaryPrimitives.ReadUInt64LittleEndian(row[(word * 8)..]);
        }
    }
}
