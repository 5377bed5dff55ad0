using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Aether.Testing.Certificates;

/// <summary>An authority of a test, which its servers can be made to trust.</summary>
public sealed class MailAuthority : IDisposable
{
    private readonly ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly X509Certificate2 root;

    public MailAuthority()
    {
        var request = new CertificateRequest("CN=authority.test", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        root = request.CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-2), TimeProvider.System.GetUtcNow().AddDays(2));
    }

    public string Pem => root.ExportCertificatePem();

    public X509Certificate2 Root => root;

    /// <summary>A certificate with its key.</summary>
    public X509Certificate2 Issue(params string[] hosts)
    {
        using var leaf = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var issued = Sign(leaf, hosts);
        return issued.CopyWithPrivateKey(leaf);
    }

    /// <summary>Writes a certificate and its key beside each other: <c>.crt</c> and <c>.key</c>.</summary>
    /// <returns>The SHA-256 of its public key, as a TLSA record has it. RFC 6698 §2.1.</returns>
    public async Task<string> WriteAsync(string path, params string[] hosts)
    {
        using var leaf = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var issued = Sign(leaf, hosts);
        await File.WriteAllTextAsync(path + ".crt", issued.ExportCertificatePem());
        await File.WriteAllTextAsync(path + ".key", leaf.ExportPkcs8PrivateKeyPem());
        return Convert.ToHexStringLower(SHA256.HashData(issued.PublicKey.ExportSubjectPublicKeyInfo()));
    }

    public void Dispose()
    {
        key.Dispose();
        root.Dispose();
    }

    private X509Certificate2 Sign(ECDsa leaf, string[] hosts)
    {
        var request = new CertificateRequest($"CN={hosts[0]}", leaf, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        foreach (string host in hosts)
            names.AddDnsName(host);
        request.CertificateExtensions.Add(names.Build());
        return request.Create(root, TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1), RandomNumberGenerator.GetBytes(8));
    }
}
