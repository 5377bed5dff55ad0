using System.Buffers.Binary;

namespace Aether.Dns.Messages;

/// <summary>Names in messages, whose ends may stand elsewhere. RFC 1035 §3.1, §4.1.4.</summary>
internal static class WireName
{
    private const int MaxName = 255;
    private const int Header = 12;
    private const int Pointer = 0xC0;
    private const int Longest = MaxName * 4; // every octet escaped

    /// <summary>How much of the message the name takes where it stands.</summary>
    public static bool TryMeasure(ReadOnlySpan<byte> message, int start, out int length)
    {
        for (length = 0; length < MaxName && start + length < message.Length;)
        {
            int label = message[start + length];
            if (label is 0 or >= Pointer)
            {
                length += label == 0 ? 1 : 2;
                return start + length <= message.Length;
            }

            if (label >= 0x40)
                return false; // RFC 6891 §5: no label that anybody uses
            length += label + 1;
        }

        return false;
    }

    public static bool TryRead(ReadOnlySpan<byte> message, int start, out string name)
    {
        name = "";
        Span<char> text = stackalloc char[Longest];
        int written = 0;
        int octets = 1;
        for (int at = start; at < message.Length;)
        {
            int label = message[at];
            if (label == 0)
            {
                name = new string(text[..Math.Max(written - 1, 0)]);
                return true;
            }

            if (label < 0x40)
            {
                octets += label + 1;
                if (octets > MaxName || at + 1 + label > message.Length)
                    return false;
                written += Write(message.Slice(at + 1, label), text[written..]);
                at += label + 1;
            }
            else if (!TryFollow(message, at, ref start))
            {
                return false;
            }
            else
            {
                at = start;
            }
        }

        return false;
    }

    // §4.1.4: to a prior occurrence of the name. As each one lies before the last, none goes round in circles.
    private static bool TryFollow(ReadOnlySpan<byte> message, int at, ref int start)
    {
        if (message[at] < Pointer || at + 2 > message.Length)
            return false;
        int target = BinaryPrimitives.ReadUInt16BigEndian(message[at..]) & 0x3FFF;
        bool isPrior = target is >= Header && target < start;
        start = target;
        return isPrior;
    }

    // RFC 1035 §5.1: a dot within a label is none between labels, and what can't be printed is a number.
    private static int Write(ReadOnlySpan<byte> label, Span<char> text)
    {
        int written = 0;
        foreach (byte octet in label)
        {
            if (octet is <= (byte)' ' or >= 0x7F)
            {
                (text[written], text[written + 1], text[written + 2], text[written + 3]) = ('\\', (char)('0' + (octet / 100)), (char)('0' + (octet / 10 % 10)), (char)('0' + (octet % 10)));
                written += 4;
                continue;
            }

            if (octet is (byte)'.' or (byte)'\\' or (byte)'"' or (byte)';')
                text[written++] = '\\';
            text[written++] = char.ToLowerInvariant((char)octet);
        }

        text[written] = '.';
        return written + 1;
    }
}
