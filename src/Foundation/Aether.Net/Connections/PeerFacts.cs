using System.Net;

namespace Aether.Net.Connections;

/// <summary>What is known of a connection before its first byte.</summary>
/// <param name="SessionId">Correlation id of the session: it stands in every log line and in the Received header.</param>
/// <param name="Remote">The peer's address, as the PROXY protocol gave it where that is trusted.</param>
/// <param name="Local">The address the peer connected to.</param>
/// <param name="Exempt">The peer lies in <c>limits.exemptNetworks</c>.</param>
public sealed record PeerFacts(string SessionId, IPEndPoint Remote, IPEndPoint Local, bool Exempt)
{
    /// <summary>Both ends are on this machine: <c>security.plaintextLogin: loopback</c> allows passwords without TLS.</summary>
    public bool IsLoopback => IPAddress.IsLoopback(Remote.Address) && IPAddress.IsLoopback(Local.Address);
}
