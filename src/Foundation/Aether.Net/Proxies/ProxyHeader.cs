using System.Net;

namespace Aether.Net.Proxies;

/// <summary>What a proxy in front tells of a connection before its first byte.</summary>
/// <param name="Client">Null: the proxy speaks for itself (LOCAL, UNKNOWN), as it does to see whether we live.</param>
/// <param name="Destination">Where the client connected to.</param>
public sealed record ProxyHeader(IPEndPoint? Client, IPEndPoint? Destination);
