using System.Formats.Asn1;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Aether.Tls.Acme;

/// <summary>TLS-ALPN-01: whoever shakes hands for <c>acme-tls/1</c> sees a certificate made for that alone. RFC 8737 §3.</summary>
internal sealed class TlsAlpnProof(AcmeChallenges challenges) : IProofPresenter
{
    /// <summary>id-pe-acmeIdentifier.</summary>
    public const string Identifier = "1.3.6.1.5.5.7.1.31";

    public static SslApplicationProtocol Protocol { get; } = new("acme-tls/1");

    public string Type => "tls-alpn-01";

    public Task PresentAsync(string name, string token, string authorization, CancellationToken ct) => challenges.AddHandshakeAsync(name, authorization, ct);

    public Task WithdrawAsync(string name, string token, string authorization) => challenges.RemoveHandshakeAsync(name);

    /// <summary>The certificate that such a handshake shows.</summary>
    public static X509Certificate2 Make(string name, string authorization, DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=ACME challenge", key, HashAlgorithmName.SHA256);
        var alternatives = new SubjectAlternativeNameBuilder();
        alternatives.AddDnsName(name);
        request.CertificateExtensions.Add(alternatives.Build());
        var digest = new AsnWriter(AsnEncodingRules.DER);
        digest.WriteOctetString(SHA256.HashData(Encoding.ASCII.GetBytes(authorization)));
        request.CertificateExtensions.Add(new X509Extension(Identifier, digest.Encode(), critical: true));
        using var made = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null); // a key that outlives this method
    }
}
