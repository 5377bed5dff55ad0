using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Aether.Net.Connections;

/// <summary>What a finished TLS handshake agreed on.</summary>
public sealed record TlsFacts(SslProtocols Protocol, TlsCipherSuite Cipher, string? ServerName)
{
    /// <summary>The certificate this server showed; null where it is not known.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>The certificate that the client showed, checked in the handshake; null where it showed none.</summary>
    public X509Certificate2? ClientCertificate { get; init; }

    /// <summary>The binding of this connection to the server's certificate, <c>tls-server-end-point</c>; empty where there is none. RFC 5929 §4.1.</summary>
    public ReadOnlyMemory<byte> ServerEndPoint => Certificate is null || HashOf(Certificate) is not { } hash
        ? ReadOnlyMemory<byte>.Empty
        : CryptographicOperations.HashData(hash, Certificate.RawDataMemory.Span);

    /// <summary>The hash of the certificate's signature; SHA-256 in the place of MD5 and SHA-1; null where the signature has none.</summary>
    private static HashAlgorithmName? HashOf(X509Certificate2 certificate) => certificate.SignatureAlgorithm.Value switch
    {
        "1.2.840.113549.1.1.12" or "1.2.840.10045.4.3.3" => HashAlgorithmName.SHA384,
        "1.2.840.113549.1.1.13" or "1.2.840.10045.4.3.4" => HashAlgorithmName.SHA512,
        "1.2.840.113549.1.1.11" or "1.2.840.10045.4.3.2" or "1.2.840.113549.1.1.4" or "1.2.840.113549.1.1.5" or "1.2.840.10045.4.1" => HashAlgorithmName.SHA256,
        _ => null, // RSASSA-PSS and EdDSA: undefined there, and left to tls-exporter
    };
}
