using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Aether.Tls.Certificates;

/// <summary>One certificate with its key and chain, ready for handshakes.</summary>
internal sealed class LoadedCertificate
{
    private const int MinRsaBits = 2048;
    private const string TlsFeature = "1.3.6.1.5.5.7.1.24";

    /// <summary>status_request, as an INTEGER in DER.</summary>
    private static readonly byte[] StatusRequest = [0x02, 0x01, 0x05];

    private readonly string source;

    private LoadedCertificate(X509Certificate2 leaf, X509Certificate2Collection chain, string source)
    {
        Leaf = leaf;
        this.source = source;
        Names = [.. NamesOf(leaf)];
        Context = SslStreamCertificateContext.Create(leaf, chain, offline: true);
    }

    public X509Certificate2 Leaf { get; }

    /// <summary>The names it is for, wildcards included. RFC 9525 §6.3: only subjectAltName counts.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>It says that a server shows an answer of OCSP with it (must-staple). RFC 7633 §4.</summary>
    public bool WantsStapling => Leaf.Extensions.FirstOrDefault(static extension => extension.Oid?.Value == TlsFeature) is { } feature && feature.RawData.AsSpan().IndexOf(StatusRequest) >= 0;

    /// <summary>Kept over handshakes: OpenSSL's session cache hangs on it.</summary>
    public SslStreamCertificateContext Context { get; }

    public CertificateFacts Facts => new(source, Leaf.Subject, Names, Leaf.Issuer, new DateTimeOffset(Leaf.NotBefore), new DateTimeOffset(Leaf.NotAfter), KeyKind(Leaf), Leaf.GetCertHashString(HashAlgorithmName.SHA256).ToLowerInvariant());

    public static LoadedCertificate Load(CertificateFiles files)
    {
        try
        {
            return Read(File.ReadAllText(files.Certificate), File.ReadAllText(files.Key), files.Certificate);
        }
        catch (Exception unusable) when (unusable is CryptographicException or ArgumentException or UnauthorizedAccessException or (IOException and not CertificateException))
        {
            throw new CertificateException($"The certificate {files.Certificate} with the key {files.Key} can't be loaded: {unusable.Message}", unusable);
        }
    }

    /// <param name="certificate">With its chain, in PEM.</param>
    /// <param name="key">In PEM.</param>
    /// <param name="source">Where it comes from, for people.</param>
    /// <exception cref="CertificateException">The key is too short.</exception>
    /// <exception cref="CryptographicException">They are no certificate and its key.</exception>
    internal static LoadedCertificate Read(string certificate, string key, string source)
    {
        var leaf = X509Certificate2.CreateFromPem(certificate, key);
        var chain = new X509Certificate2Collection();
        chain.ImportFromPem(certificate);
        using var rsa = leaf.GetRSAPublicKey();
        if (rsa is { KeySize: < MinRsaBits })
            throw new CertificateException($"The RSA key of {source} has {rsa.KeySize} bits: make one of {MinRsaBits} or more.");
        return new LoadedCertificate(leaf, chain, source);
    }

    private static string KeyKind(X509Certificate2 leaf)
    {
        using var rsa = leaf.GetRSAPublicKey();
        using var ecdsa = leaf.GetECDsaPublicKey();
        return rsa is not null ? $"RSA {rsa.KeySize}" : ecdsa is not null ? $"ECDSA {ecdsa.KeySize}" : leaf.PublicKey.Oid.FriendlyName ?? "other";
    }

    private static IEnumerable<string> NamesOf(X509Certificate2 leaf) => leaf.Extensions
        .OfType<X509SubjectAlternativeNameExtension>()
        .SelectMany(extension => extension.EnumerateDnsNames());
}
