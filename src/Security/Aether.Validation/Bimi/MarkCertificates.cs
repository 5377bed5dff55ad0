using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Aether.Validation.Bimi.Revocation;
using Aether.Validation.Domains;

namespace Aether.Validation.Bimi;

/// <summary>
/// Checks certificates of marks: that an authority we trust made it, for this purpose and this domain, that it counts now, and that the image
/// in it is the one its hash names (draft-fetch-validation-vmc-wchuang, RFC 5280 §6, RFC 9399).
/// </summary>
/// <param name="roots">Authorities that are trusted; none: the chain is not looked at, as when an owner checks his own.</param>
/// <param name="maxImage">Octets of an image.</param>
public sealed class MarkCertificates(IReadOnlyList<X509Certificate2> roots, int maxImage)
{
    /// <summary>id-kp-BrandIndicatorforMessageIdentification.</summary>
    public const string Purpose = "1.3.6.1.5.5.7.3.31";

    /// <summary>Certificates of the time before there were rules for them bear it; none that was made since may.</summary>
    public const string PilotOid = "1.3.6.1.4.1.53087.4.1";

    private const string MarkType = "1.3.6.1.4.1.53087.1.13";
    private const int MaxCertificates = 10;
    private static readonly DateTimeOffset PilotEnd = new(2025, 3, 15, 0, 0, 0, TimeSpan.Zero);

    /// <param name="pem">The certificate and those that lead to its root.</param>
    /// <param name="domain">Where the record was found.</param>
    /// <returns>Null: it is not good, and the problem says why.</returns>
    public (MarkCertificate? Certificate, string Problem) Check(byte[] pem, string domain, string selector, DateTimeOffset now)
    {
        var all = new X509Certificate2Collection();
        try
        {
            all.ImportFromPem(Encoding.Latin1.GetString(pem));
            return all.Count is 0 or > MaxCertificates ? (null, "it holds no certificate, or too many") : Check(all, domain, selector, now);
        }
        catch (CryptographicException)
        {
            return (null, "it can't be read");
        }
        finally
        {
            foreach (var certificate in all)
                certificate.Dispose();
        }
    }

    private (MarkCertificate? Certificate, string Problem) Check(X509Certificate2Collection all, string domain, string selector, DateTimeOffset now)
    {
        var marks = all.Where(IsMark).ToList();
        if (marks is not [var leaf])
            return (null, marks.Count == 0 ? "it is not for marks" : "it holds several certificates for marks");
        if (now < leaf.NotBefore || now > leaf.NotAfter)
            return (null, "its time is over, or has not come");
        if (!Names(leaf).Any(name => Fits(name, domain, selector)))
            return (null, $"it is not for {domain}");
        if (leaf.Extensions[PilotOid] is not null && leaf.NotBefore >= PilotEnd)
            return (null, "it says to be of the pilot, which is over");
        IReadOnlyList<RevocationQuestion> chain = [];
        if (roots.Count > 0 && !IsTrusted(leaf, all, now, out chain))
            return (null, "no authority that is trusted stands behind it");
        return ImageOf(leaf) is { } image ? (new MarkCertificate(image, MarkOf(leaf), leaf.NotAfter) { Chain = chain }, "") : (null, "the image in it is missing, too large, or not what its hash names");
    }

    private static bool IsMark(X509Certificate2 certificate) =>
        certificate.Extensions.OfType<X509EnhancedKeyUsageExtension>().Any(usage => usage.EnhancedKeyUsages[Purpose] is not null)
        && !certificate.Extensions.OfType<X509BasicConstraintsExtension>().Any(basic => basic.CertificateAuthority);

    private static IEnumerable<string> Names(X509Certificate2 certificate) =>
        certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().SelectMany(names => names.EnumerateDnsNames());

    // A name without a selector is for all of them; wildcards mean nothing here.
    private static bool Fits(string name, string domain, string selector) =>
        DomainName.TryNormalize(name, out string? normal) && (normal == domain || normal == $"{selector}._bimi.{domain}");

    // Whether something was revoked is asked elsewhere: the platform would ask without bounds.
    private bool IsTrusted(X509Certificate2 leaf, X509Certificate2Collection all, DateTimeOffset now, out IReadOnlyList<RevocationQuestion> questions)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(roots.ToArray());
        chain.ChainPolicy.ExtraStore.AddRange(all);
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid(Purpose));
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.VerificationTime = now.UtcDateTime;
        bool trusted = chain.Build(leaf);
        questions = RevocationQuestion.Of(chain.ChainElements);
        foreach (var element in chain.ChainElements)
            element.Certificate.Dispose();
        return trusted;
    }

    private byte[]? ImageOf(X509Certificate2 leaf)
    {
        if (leaf.Extensions[LogotypeExtension.Oid] is not { } extension || LogotypeExtension.Read(extension.RawData) is not { } logotype || Svgz.Unpack(logotype.Octets, maxImage) is not { } image)
            return null;

        // Authorities hash what the address holds, or what comes out of it: either names this image and no other.
        var known = logotype.Hashes.Where(hash => IsHash(hash.Algorithm)).ToList();
        return known.Count > 0 && known.TrueForAll(hash => IsHashOf(hash, logotype.Octets) || IsHashOf(hash, image)) ? image : null;
    }

    private static bool IsHash(string algorithm) => algorithm is "2.16.840.1.101.3.4.2.1" or "2.16.840.1.101.3.4.2.2" or "2.16.840.1.101.3.4.2.3";

    private static bool IsHashOf((string Algorithm, byte[] Value) hash, byte[] octets) => hash.Value.AsSpan().SequenceEqual(hash.Algorithm[^1] switch
    {
        '1' => SHA256.HashData(octets),
        '2' => SHA384.HashData(octets),
        _ => SHA512.HashData(octets),
    });

    private static string MarkOf(X509Certificate2 leaf)
    {
        foreach (var part in leaf.SubjectName.EnumerateRelativeDistinguishedNames())
        {
            if (!part.HasMultipleElements && part.GetSingleElementType().Value == MarkType)
                return string.Concat((part.GetSingleElementValue() ?? "").Take(64).Where(c => !char.IsControl(c)));
        }

        return "";
    }
}
