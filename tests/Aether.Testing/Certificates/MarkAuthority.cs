using System.Formats.Asn1;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Aether.Testing.Certificates;

/// <summary>An authority for marks: a root, one below it, and certificates with an image in them. RFC 9399 §4.1.</summary>
public sealed class MarkAuthority : IDisposable
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();
    private readonly ECDsa rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly X509Certificate2 authority;

    public MarkAuthority()
    {
        var request = new CertificateRequest("CN=Marks Root", rootKey, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        Root = request.CreateSelfSigned(Now.AddYears(-3), Now.AddYears(3));
        request = new CertificateRequest("CN=Marks 1", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, true));
        using var issued = request.Create(Root, Now.AddYears(-2), Now.AddYears(2), RandomNumberGenerator.GetBytes(8));
        authority = issued.CopyWithPrivateKey(key);
    }

    public X509Certificate2 Root { get; }

    public string Pem => Root.ExportCertificatePem();

    /// <summary>A certificate and the one it hangs on, in PEM.</summary>
    public string Issue(byte[] image, MarkWish wish, params string[] names)
    {
        using var leaf = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var subject = new X500DistinguishedNameBuilder();
        subject.AddCommonName("A mark");
        subject.Add("1.3.6.1.4.1.53087.1.13", wish.Mark, UniversalTagNumber.UTF8String);
        var request = new CertificateRequest(subject.Build(), leaf, HashAlgorithmName.SHA256);
        var alternatives = new SubjectAlternativeNameBuilder();
        foreach (string name in names)
            alternatives.AddDnsName(name);
        request.CertificateExtensions.Add(alternatives.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(wish.Purpose)], false));
        if (wish.WithImage)
            request.CertificateExtensions.Add(new X509Extension("1.3.6.1.5.5.7.1.12", Logotype(image, wish), false));
        if (wish.Lists.Count > 0)
            request.CertificateExtensions.Add(CertificateRevocationListBuilder.BuildCrlDistributionPointExtension(wish.Lists));
        if (wish.Pilot)
            request.CertificateExtensions.Add(new X509Extension("1.3.6.1.4.1.53087.4.1", [0x05, 0x00], false));
        using var issued = request.Create(authority, Now.AddDays(-2), Now.AddDays(-1) + wish.Life, RandomNumberGenerator.GetBytes(8));
        return issued.ExportCertificatePem() + "\n" + authority.ExportCertificatePem() + "\n";
    }

    /// <summary>A list of what was revoked. RFC 5280 §5.</summary>
    /// <param name="life">Until the next one.</param>
    /// <param name="revoked">Certificates in PEM.</param>
    public byte[] List(TimeSpan life, params string[] revoked)
    {
        var list = new CertificateRevocationListBuilder();
        foreach (string pem in revoked)
        {
            using var certificate = X509Certificate2.CreateFromPem(pem);
            list.AddEntry(certificate, Now.AddMinutes(-30), X509RevocationReason.CessationOfOperation);
        }

        return list.Build(authority, 1, Now.AddHours(-1) + life, HashAlgorithmName.SHA256, thisUpdate: Now.AddHours(-1));
    }

    public void Dispose()
    {
        Root.Dispose();
        authority.Dispose();
        rootKey.Dispose();
        key.Dispose();
    }

    private static byte[] Logotype(byte[] image, MarkWish wish)
    {
        byte[] octets = wish.Packed ? Pack(image) : image;
        var asn = new AsnWriter(AsnEncodingRules.DER);
        using (asn.PushSequence())
        using (asn.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 2, true))) // subjectLogo, explicit
        using (asn.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0, true))) // direct
        using (asn.PushSequence()) // images
        using (asn.PushSequence()) // the one image
        using (asn.PushSequence()) // its details
        {
            asn.WriteCharacterString(UniversalTagNumber.IA5String, "image/svg+xml");
            using (asn.PushSequence())
            using (asn.PushSequence())
            {
                using (asn.PushSequence())
                    asn.WriteObjectIdentifier("2.16.840.1.101.3.4.2.1");
                asn.WriteOctetString(SHA256.HashData(wish.Hashed ?? octets));
            }

            using (asn.PushSequence())
                asn.WriteCharacterString(UniversalTagNumber.IA5String, "data:image/svg+xml;base64," + Convert.ToBase64String(octets));
        }

        return asn.Encode();
    }

    private static byte[] Pack(byte[] octets)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            gzip.Write(octets);
        return packed.ToArray();
    }
}
