using System.Net;

namespace Aether.Validation.Spf;

/// <summary>Who sends, from where. RFC 7208 §4.1.</summary>
/// <param name="Client">The peer's address.</param>
/// <param name="Helo">The name it gave.</param>
/// <param name="Sender">The MAIL FROM address; empty for the null reverse-path.</param>
/// <param name="Receiver">Our own name.</param>
public sealed record SpfRequest(IPAddress Client, string Helo, string Sender, string Receiver)
{
    /// <summary>An IPv4 address that came over an IPv6 socket is an IPv4 address.</summary>
    public IPAddress Address { get; } = Client.IsIPv4MappedToIPv6 ? Client.MapToIPv4() : Client;
}
