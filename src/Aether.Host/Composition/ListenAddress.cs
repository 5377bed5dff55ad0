using System.Net;
using Aether.Configuration.Loading;

namespace Aether.Host.Composition;

/// <summary>Addresses of listeners as the configuration writes them.</summary>
internal static class ListenAddress
{
    private const string SocketScheme = "unix:";

    /// <summary>Null for *, all addresses.</summary>
    public static IPAddress? Of(string address) => address is "*" ? null : IPAddress.Parse(address);

    /// <summary>The path of a unix socket; null: the address is none.</summary>
    public static string? SocketOf(string address, LoadedConfiguration configuration) =>
        address.StartsWith(SocketScheme, StringComparison.Ordinal) ? configuration.PathOf(address[SocketScheme.Length..]) : null;
}
