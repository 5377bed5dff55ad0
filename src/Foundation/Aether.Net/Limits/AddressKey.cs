using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Aether.Net.Limits;

/// <summary>What counts as one peer: an IPv4 address, or an IPv6 /64, since a /64 is what one customer gets (RFC 6177).</summary>
internal readonly record struct AddressKey(ulong Bits, AddressFamily Family)
{
    public static AddressKey Of(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        _ = address.TryWriteBytes(bytes, out int length);
        return length == 4
            ? new(BinaryPrimitives.ReadUInt32BigEndian(bytes), AddressFamily.InterNetwork)
            : new(BinaryPrimitives.ReadUInt64BigEndian(bytes), AddressFamily.InterNetworkV6);
    }
}
