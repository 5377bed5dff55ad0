using System.Net;

namespace Aether.Http.Guarded;

/// <summary>Networks that nobody on the internet has servers in (RFC 6890), also where an IPv6 address only wraps one of theirs.</summary>
public static class PrivateNetworks
{
    private static readonly IPNetwork[] Networks =
    [
        IPNetwork.Parse("0.0.0.0/8"), IPNetwork.Parse("10.0.0.0/8"), IPNetwork.Parse("100.64.0.0/10"), IPNetwork.Parse("127.0.0.0/8"),
        IPNetwork.Parse("169.254.0.0/16"), IPNetwork.Parse("172.16.0.0/12"), IPNetwork.Parse("192.0.0.0/24"), IPNetwork.Parse("192.168.0.0/16"),
        IPNetwork.Parse("224.0.0.0/3"), IPNetwork.Parse("::/127"), IPNetwork.Parse("64:ff9b:1::/48"), IPNetwork.Parse("fc00::/7"), IPNetwork.Parse("fe80::/10"),
        IPNetwork.Parse("ff00::/8"),
    ];

    /// <summary>NAT64 (RFC 6052 §2.1) ends in an IPv4 address, 6to4 (RFC 3056 §2) has one behind its prefix.</summary>
    private static readonly (IPNetwork Network, int At)[] Wrappers = [(IPNetwork.Parse("64:ff9b::/96"), 12), (IPNetwork.Parse("2002::/16"), 2)];

    public static bool Contains(IPAddress address)
    {
        var inner = Unwrap(address);
        return Networks.Any(network => network.Contains(inner));
    }

    private static IPAddress Unwrap(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            return address.MapToIPv4();
        foreach (var (network, at) in Wrappers)
        {
            if (network.Contains(address))
                return new IPAddress(address.GetAddressBytes().AsSpan(at, 4));
        }

        return address;
    }
}
