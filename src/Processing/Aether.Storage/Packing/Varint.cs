using System.Buffers;

namespace Aether.Storage;

/// <summary>LEB128 numbers, as packed columns hold them.</summary>
internal static class Varint
{
    public static void Write(IBufferWriter<byte> output, ulong value)
    {
        var span = output.GetSpan(10);
        int n = 0;
        for (; value >= 0x80; value >>= 7)
            span[n++] = (byte)(value | 0x80);
        span[n++] = (byte)value;
        output.Advance(n);
    }

    /// <exception cref="InvalidDataException">The column is damaged.</exception>
    public static ulong Read(ref ReadOnlySpan<byte> input)
    {
        ulong value = 0;
        for (int i = 0; i < input.Length && i < 10; i++)
        {
            value |= (ulong)(input[i] & 0x7F) << (7 * i);
            if (input[i] < 0x80)
            {
                input = input[(i + 1)..];
                return value;
            }
        }
        throw new InvalidDataException("A packed number does not end.");
    }

    /// <summary>The greatest number that is written in as many octets as this one.</summary>
    public static uint LastOfLength(uint value)
    {
        uint last = 0x7F;
        while (last < value)
            last = last > uint.MaxValue >> 7 ? uint.MaxValue : (last << 7) | 0x7F;
        return last;
    }

    /// <summary>Small differences of either sign as small numbers.</summary>
    public static ulong ZigZag(long value) => (ulong)((value << 1) ^ (value >> 63));

    public static long UnZigZag(ulong value) => (long)(value >> 1) ^ -(long)(value & 1);
}
