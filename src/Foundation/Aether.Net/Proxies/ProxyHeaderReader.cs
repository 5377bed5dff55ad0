using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Aether.Net.Proxies;

/// <summary>Reads the header of the PROXY protocol, version 1 or 2, as HAProxy's proxy-protocol.txt describes it. Pure: no I/O.</summary>
public static class ProxyHeaderReader
{
    /// <summary>The longest line of version 1, its line end counted.</summary>
    private const int MaxLine = 107;

    /// <summary>Addresses and TLVs of version 2; the protocol allows 64 KiB, nobody sends a tenth.</summary>
    private const int MaxBinary = 4_096;
    private const int FixedPart = 16;

    private static ReadOnlySpan<byte> Signature => [0x0D, 0x0A, 0x0D, 0x0A, 0x00, 0x0D, 0x0A, 0x51, 0x55, 0x49, 0x54, 0x0A];

    /// <summary>Takes the header off <paramref name="input"/> once it is whole.</summary>
    public static ProxyHeaderStatus TryRead(ref ReadOnlySequence<byte> input, out ProxyHeader? header)
    {
        header = null;
        if (input.IsEmpty)
            return ProxyHeaderStatus.Incomplete;
        Span<byte> head = stackalloc byte[MaxLine];
        head = head[..(int)Math.Min(head.Length, input.Length)];
        input.Slice(0, head.Length).CopyTo(head);
        return head[0] == Signature[0] ? ReadBinary(head, ref input, out header) : ReadText(head, ref input, out header);
    }

    private static ProxyHeaderStatus ReadText(ReadOnlySpan<byte> head, ref ReadOnlySequence<byte> input, out ProxyHeader? header)
    {
        header = null;
        int known = Math.Min(head.Length, "PROXY "u8.Length);
        if (!head[..known].SequenceEqual("PROXY "u8[..known]))
            return ProxyHeaderStatus.Malformed;
        int end = head.IndexOf("\r\n"u8);
        if (end < 0)
            return head.Length < MaxLine ? ProxyHeaderStatus.Incomplete : ProxyHeaderStatus.Malformed;
        if (!Ascii.IsValid(head[..end]) || !TryParseLine(Encoding.ASCII.GetString(head[..end]).Split(' '), out header))
            return ProxyHeaderStatus.Malformed;
        input = input.Slice(end + 2);
        return ProxyHeaderStatus.Complete;
    }

    private static bool TryParseLine(string[] words, out ProxyHeader? header)
    {
        header = new ProxyHeader(null, null);
        if (words.Length >= 2 && words[1] == "UNKNOWN")
            return true; // whatever follows is to be passed over
        if (words.Length != 6 || words[1] is not ("TCP4" or "TCP6"))
            return false;
        var family = words[1] == "TCP4" ? AddressFamily.InterNetwork : AddressFamily.InterNetworkV6;
        if (!TryParse(words[2], words[4], family, out var client) || !TryParse(words[3], words[5], family, out var destination))
            return false;
        header = new ProxyHeader(client, destination);
        return true;
    }

    private static bool TryParse(string address, string port, AddressFamily family, out IPEndPoint? endPoint)
    {
        endPoint = null;
        if (!IPAddress.TryParse(address, out var ip) || ip.AddressFamily != family || !ushort.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out ushort number))
            return false;
        endPoint = new IPEndPoint(ip, number);
        return true;
    }

    private static ProxyHeaderStatus ReadBinary(ReadOnlySpan<byte> head, ref ReadOnlySequence<byte> input, out ProxyHeader? header)
    {
        header = null;
        int known = Math.Min(head.Length, Signature.Length);
        if (!head[..known].SequenceEqual(Signature[..known]))
            return ProxyHeaderStatus.Malformed;
        if (head.Length < FixedPart)
            return ProxyHeaderStatus.Incomplete;
        int length = BinaryPrimitives.ReadUInt16BigEndian(head[14..]);
        if (head[12] >> 4 != 2 || length > MaxBinary)
            return ProxyHeaderStatus.Malformed;
        if (input.Length < FixedPart + length)
            return ProxyHeaderStatus.Incomplete;

        var status = (head[12] & 0x0F) switch
        {
            0 => ReadLocal(out header),
            1 => ReadAddresses(head[13], head[FixedPart..Math.Min(head.Length, FixedPart + length)], out header),
            _ => ProxyHeaderStatus.Malformed,
        };
        if (status is ProxyHeaderStatus.Complete)
            input = input.Slice(FixedPart + length);
        return status;
    }

    private static ProxyHeaderStatus ReadLocal(out ProxyHeader header)
    {
        header = new ProxyHeader(null, null);
        return ProxyHeaderStatus.Complete;
    }

    private static ProxyHeaderStatus ReadAddresses(byte family, ReadOnlySpan<byte> block, out ProxyHeader? header)
    {
        // High half: 1 IPv4, 2 IPv6; low half: 1 stream. What we don't know is taken as the proxy's own, as the protocol asks.
        header = new ProxyHeader(null, null);
        int size = family switch { 0x11 => 4, 0x21 => 16, _ => 0 };
        if (size == 0)
            return ProxyHeaderStatus.Complete;
        if (block.Length < (2 * size) + 4)
            return ProxyHeaderStatus.Malformed;
        var ports = block[(2 * size)..];
        header = new ProxyHeader(
            new IPEndPoint(new IPAddress(block[..size]), BinaryPrimitives.ReadUInt16BigEndian(ports)),
            new IPEndPoint(new IPAddress(block[size..(2 * size)]), BinaryPrimitives.ReadUInt16BigEndian(ports[2..])));
        return ProxyHeaderStatus.Complete;
    }
}
