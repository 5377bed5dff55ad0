using System.Net;
using System.Net.Sockets;

namespace Aether.Identity.Bans;

/// <summary>Networks as bans name them: an address, or a network in CIDR form (RFC 4632).</summary>
public static class BanNetwork
{
    private const int CustomerPrefix = 64;

    /// <returns>Null when it is neither.</returns>
    public static IPNetwork? TryParse(string text)
    {
        if (IPNetwork.TryParse(text, out var network))
            return network;
        return IPAddress.TryParse(text, out var address) ? Of(Plain(address), AddressBits(Plain(address))) : null;
    }

    /// <summary>What one customer has: an IPv4 address, or the /64 of an IPv6 one.</summary>
    public static IPNetwork CustomerOf(IPAddress address)
    {
        var plain = Plain(address);
        return Of(plain, plain.AddressFamily is AddressFamily.InterNetworkV6 ? CustomerPrefix : AddressBits(plain));
    }

    /// <summary>An IPv4 address always in IPv4 notation.</summary>
    public static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    public static bool IsSingle(IPNetwork network) => network.PrefixLength == AddressBits(network.BaseAddress);

    private static int AddressBits(IPAddress address) => address.AddressFamily is AddressFamily.InterNetwork ? 32 : 128;

    private static IPNetwork Of(IPAddress address, int prefix)
    {
        byte[] octets = address.GetAddressBytes();
        for (int bit = prefix; bit < octets.Length * 8; bit++)
            octets[bit / 8] &= (byte)~(0x80 >> (bit % 8));
        return new IPNetwork(new IPAddress(octets), prefix);
    }
}
