using System.Buffers;

namespace Aether.Mime.Structure;

/// <summary>Unsigned integers of seven bits an octet, least first: how the part index is packed.</summary>
internal static class VarInt
{
    public static void Write(IBufferWriter<byte> target, long value)
    {
        var span = target.GetSpan(10);
        int length = 0;
        ulong rest = (ulong)value;
        for (; rest >= 0x80; rest >>= 7)
            span[length++] = (byte)(rest | 0x80);
        span[length++] = (byte)rest;
        target.Advance(length);
    }

    public static bool TryRead(ref ReadOnlySpan<byte> source, out long value)
    {
        ulong result = 0;
        for (int i = 0; i < source.Length && i < 10; i++)
        {
            result |= (ulong)(source[i] & 0x7F) << (7 * i);
            if (source[i] < 0x80)
            {
                source = source[(i + 1)..];
                value = (long)result;
                return value >= 0;
            }
        }

        value = 0;
        return false;
    }
}
