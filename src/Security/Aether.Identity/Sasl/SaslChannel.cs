using System.Security.Cryptography.X509Certificates;
using Aether.Identity.Logins;

namespace Aether.Identity.Sasl;

/// <summary>What an exchange takes place over.</summary>
/// <param name="ServerEndPoint">The binding to the server's certificate, <c>tls-server-end-point</c> (RFC 5929 §4); empty without TLS of ours.</param>
public readonly record struct SaslChannel(LoginPeer Peer, ReadOnlyMemory<byte> ServerEndPoint = default)
{
    /// <summary>The one method of channel binding that the platform gives the means for (docs/security/sasl.md).</summary>
    public const string BindingMethod = "tls-server-end-point";

    /// <summary>The client certificate that was checked in the handshake; null where there was none.</summary>
    public X509Certificate2? ClientCertificate { get; init; }

    public bool CanBind => !ServerEndPoint.IsEmpty;
}
