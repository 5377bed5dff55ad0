using System.Buffers;

namespace Aether.Queue.Outbound.SevenBit;

/// <summary>Writes lines of text as quoted-printable. RFC 2045 §6.7.</summary>
internal static class QuotedPrintable
{
    private const int MaxLine = 76;

    private static ReadOnlySpan<byte> Hex => "0123456789ABCDEF"u8;

    /// <param name="text">Without its line end.</param>
    public static void WriteLine(ReadOnlySpan<byte> text, IBufferWriter<byte> output)
    {
        int length = 0;
        for (int i = 0; i < text.Length; i++)
        {
            byte octet = text[i];
            bool isLast = i == text.Length - 1;

            // Rule 3: white space at the end of a line would be lost on the way.
            bool plain = octet is >= 33 and <= 126 and not (byte)'=' || (octet is (byte)' ' or (byte)'\t' && !isLast);
            int size = plain ? 1 : 3;
            if (length + size > MaxLine - (isLast ? 0 : 1))
            {
                output.Write("=\r\n"u8);
                length = 0;
            }

            if (plain)
                output.Write([octet]);
            else
                output.Write([(byte)'=', Hex[octet >> 4], Hex[octet & 15]]);
            length += size;
        }

        output.Write("\r\n"u8);
    }
}
