using System.Globalization;
using System.Net;

namespace Aether.Dns.Resolving;

/// <summary>Where the names of an address stand. RFC 1035 §3.5, RFC 3596 §2.5.</summary>
public static class ArpaName
{
    /// <returns>Without the final dot.</returns>
    public static string Of(IPAddress address)
    {
        byte[] octets = (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).GetAddressBytes();
        Array.Reverse(octets);
        return octets.Length == 4
            ? string.Join('.', octets) + ".in-addr.arpa"
            : string.Join('.', octets.Select(static octet => string.Create(CultureInfo.InvariantCulture, $"{octet & 15:x}.{octet >> 4:x}"))) + ".ip6.arpa";
    }
}
