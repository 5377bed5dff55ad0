using System.Net;
using Aether.Net.Limits;
using Aether.Net.Upgrade;

namespace Aether.Net.Listeners;

/// <summary>What all mail listeners have in common.</summary>
/// <param name="Tls">Chooses the certificate.</param>
/// <param name="Exempt">Peers free of connection counts.</param>
/// <param name="HandshakePatience">Time for a TLS handshake.</param>
public sealed record MailServerOptions(TlsOptionsSelector Tls, NetworkSet Exempt, TimeSpan HandshakePatience)
{
    /// <summary>Peers that are turned away without a word.</summary>
    public Func<IPAddress, bool> IsBanned { get; init; } = static _ => false;
}
