using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Aether.Dns.Resolving;

namespace Aether.Queue.Tests.Policies;

/// <summary>An authority that nobody trusts, and the certificates it makes.</summary>
internal sealed class TestAuthority : IDisposable
{
    private readonly ECDsa rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public TestAuthority()
    {
        var request = new CertificateRequest("CN=root.test", rootKey, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        Root = request.CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-2), TimeProvider.System.GetUtcNow().AddDays(2));
        request = new CertificateRequest("CN=authority.test", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var issued = request.Create(Root, TimeProvider.System.GetUtcNow().AddDays(-2), TimeProvider.System.GetUtcNow().AddDays(1), RandomNumberGenerator.GetBytes(8));
        Authority = issued.CopyWithPrivateKey(key);
    }

    public X509Certificate2 Root { get; }

    /// <summary>What signs for servers; they send it along, and not the root.</summary>
    public X509Certificate2 Authority { get; }

    public X509Certificate2 Issue(string name)
    {
        using var leaf = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", leaf, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        using var issued = request.Create(Authority, TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddHours(1), RandomNumberGenerator.GetBytes(8));
        return issued.CopyWithPrivateKey(leaf);
    }

    /// <summary>What a server shows: the certificate, and the authority's behind it.</summary>
    public SslStreamCertificateContext Shown(X509Certificate2 leaf) => SslStreamCertificateContext.Create(leaf, [Authority, Root], offline: true);

    /// <summary>A TLSA record: the public key by SHA-256, or with another selector and matching type.</summary>
    public static TlsaRecord Tlsa(byte usage, X509Certificate2 certificate, byte selector = 1, byte matching = 1)
    {
        byte[] content = selector == 1 ? certificate.PublicKey.ExportSubjectPublicKeyInfo() : certificate.RawData;
        return new TlsaRecord(usage, selector, matching, matching switch { 1 => SHA256.HashData(content), 2 => SHA512.HashData(content), _ => content });
    }

    public void Dispose()
    {
        key.Dispose();
        rootKey.Dispose();
        Authority.Dispose();
        Root.Dispose();
    }
}
