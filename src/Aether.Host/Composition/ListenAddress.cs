using System.Net;

namespace Aether.Host.Composition;

/// <summary>Addresses of listeners as the configuration writes them.</summary>
internal static class ListenAddress
{
    /// <summary>Null for *, all addresses.</summary>
    public static IPAddress? Of(string address) => address is "*" ? null : IPAddress.Parse(address);
}
