using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Aether.Tls.Certificates;

/// <summary>Whose client certificates are believed. One that shows none gets in as before; one that shows another's is refused in the handshake. RFC 5280 §6, RFC 8446 §4.4.2.</summary>
internal sealed class ClientAuthorities
{
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2"; // RFC 5280 §4.2.1.12

    private readonly X509Certificate2Collection roots = [];

    /// <param name="files">PEM files of the authorities.</param>
    /// <exception cref="CertificateException">One can't be read.</exception>
    public ClientAuthorities(IEnumerable<string> files)
    {
        foreach (string file in files)
        {
            try
            {
                roots.ImportFromPemFile(file);
            }
            catch (Exception unreadable) when (unreadable is CryptographicException or IOException or UnauthorizedAccessException)
            {
                throw new CertificateException($"The authority of client certificates {file} can't be read: {unreadable.Message}", unreadable);
            }
        }
    }

    public bool AreNone => roots.Count == 0;

    /// <summary>Has a handshake ask for a certificate.</summary>
    public void Ask(SslServerAuthenticationOptions options)
    {
        options.ClientCertificateRequired = true; // asked for; the callback decides whether none is enough
        options.CertificateRevocationCheckMode = X509RevocationMode.NoCheck;
        options.RemoteCertificateValidationCallback = (_, certificate, chain, _) => certificate is null || IsOurs((X509Certificate2)certificate, chain);
    }

    internal bool IsOurs(X509Certificate2 certificate, X509Chain? shown)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(roots);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid(ClientAuthentication));
        foreach (var element in shown?.ChainElements ?? Enumerable.Empty<X509ChainElement>())
            chain.ChainPolicy.ExtraStore.Add(element.Certificate);
        return chain.Build(certificate);
    }
}
