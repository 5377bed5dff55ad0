using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Aether.Validation.Bimi.Revocation;

/// <summary>
/// A list of certificates that their authority took back. RFC 5280 §5. What says less than all about the certificates of its signer (delta lists, lists
/// of some reasons, lists of others' certificates) is not understood, and so is whatever it calls critical.
/// </summary>
internal sealed class RevocationList
{
    private const string IssuingDistributionPoint = "2.5.29.28";
    private static readonly Asn1Tag Extensions = new(TagClass.ContextSpecific, 0, isConstructed: true);
    private readonly HashSet<string> serials;
    private readonly byte[] signed;
    private readonly string algorithm;
    private readonly byte[] signature;

    private RevocationList(ListContent content, byte[] signed, string algorithm, byte[] signature)
    {
        (Issuer, ThisUpdate, NextUpdate, Scope, serials) = (content.Issuer, content.ThisUpdate, content.NextUpdate, content.Scope, content.Serials);
        (this.signed, this.algorithm, this.signature) = (signed, algorithm, signature);
    }

    /// <summary>A name, as it is encoded.</summary>
    public byte[] Issuer { get; }

    public DateTimeOffset ThisUpdate { get; }

    public DateTimeOffset NextUpdate { get; }

    public ListScope Scope { get; }

    /// <returns>Null: it is none, or none that is understood.</returns>
    public static RevocationList? Read(byte[] octets)
    {
        try
        {
            var outer = new AsnReader(octets, AsnEncodingRules.DER);
            var list = outer.ReadSequence();
            outer.ThrowIfNotEmpty();
            byte[] signed = list.PeekEncodedValue().ToArray();
            var content = ReadContent(list.ReadSequence(), out string inner);
            string algorithm = list.ReadSequence().ReadObjectIdentifier();
            byte[] signature = list.ReadBitString(out _);
            return content is null || inner != algorithm ? null : new RevocationList(content, signed, algorithm, signature);
        }
        catch (AsnContentException)
        {
            return null;
        }
    }

    /// <param name="serial">Big-endian.</param>
    public bool Has(ReadOnlySpan<byte> serial) => serials.Contains(Text(serial));

    public bool IsSignedBy(X509Certificate2 issuer)
    {
        try
        {
            if (algorithm.StartsWith("1.2.840.113549.1.1.", StringComparison.Ordinal) && HashOf(algorithm[^2..], "11", "12", "13") is { } forRsa)
            {
                using var rsa = issuer.GetRSAPublicKey();
                return rsa?.VerifyData(signed, signature, forRsa, RSASignaturePadding.Pkcs1) is true;
            }

            if (algorithm.StartsWith("1.2.840.10045.4.3.", StringComparison.Ordinal) && HashOf(algorithm[^1..], "2", "3", "4") is { } forEcdsa)
            {
                using var ecdsa = issuer.GetECDsaPublicKey();
                return ecdsa?.VerifyData(signed, signature, forEcdsa, DSASignatureFormat.Rfc3279DerSequence) is true;
            }

            return false;
        }
        catch (CryptographicException)
        {
            return false; // a signature that is none
        }
    }

    private static HashAlgorithmName? HashOf(string last, string sha256, string sha384, string sha512) =>
        last == sha256 ? HashAlgorithmName.SHA256 : last == sha384 ? HashAlgorithmName.SHA384 : last == sha512 ? HashAlgorithmName.SHA512 : null;

    // RFC 5280 §5.1.2: TBSCertList.
    private static ListContent? ReadContent(AsnReader list, out string algorithm)
    {
        if (list.PeekTag() == Asn1Tag.Integer)
            list.ReadInteger();
        algorithm = list.ReadSequence().ReadObjectIdentifier();
        byte[] issuer = list.ReadEncodedValue().ToArray();
        var from = ReadTime(list);
        if (!list.HasData || !IsTime(list.PeekTag()))
            return null; // RFC 5280 §5.1.2.5: there has to be a next one
        var until = ReadTime(list);
        var serials = new HashSet<string>(StringComparer.Ordinal);
        if (list.HasData && list.PeekTag() == Asn1Tag.Sequence && !ReadEntries(list.ReadSequence(), serials))
            return null;
        var scope = list.HasData ? ReadScope(list.ReadSequence(Extensions).ReadSequence()) : ListScope.All;
        return scope is null ? null : new ListContent(issuer, from, until, serials, scope);
    }

    /// <returns>False: an entry has something critical, such as another issuer.</returns>
    private static bool ReadEntries(AsnReader entries, HashSet<string> serials)
    {
        while (entries.HasData)
        {
            var entry = entries.ReadSequence();
            serials.Add(Text(entry.ReadIntegerBytes().Span));
            ReadTime(entry);
            for (var extensions = entry.HasData ? entry.ReadSequence() : null; extensions is { HasData: true };)
            {
                if (ReadExtension(extensions).IsCritical)
                    return false;
            }
        }

        return true;
    }

    /// <returns>Null: it has an extension that is critical and not understood.</returns>
    private static ListScope? ReadScope(AsnReader extensions)
    {
        var scope = ListScope.All;
        while (extensions.HasData)
        {
            var (oid, isCritical, value) = ReadExtension(extensions);
            if (oid == IssuingDistributionPoint)
            {
                if (ListScope.Read(value) is not { } found)
                    return null;
                scope = found;
            }
            else if (isCritical)
            {
                return null;
            }
        }

        return scope;
    }

    private static (string Oid, bool IsCritical, byte[] Value) ReadExtension(AsnReader extensions)
    {
        var extension = extensions.ReadSequence();
        string oid = extension.ReadObjectIdentifier();
        bool isCritical = extension.PeekTag() == Asn1Tag.Boolean && extension.ReadBoolean();
        return (oid, isCritical, extension.ReadOctetString());
    }

    private static bool IsTime(Asn1Tag tag) => tag == Asn1Tag.UtcTime || tag == Asn1Tag.GeneralizedTime;

    private static DateTimeOffset ReadTime(AsnReader reader) => reader.PeekTag() == Asn1Tag.UtcTime ? reader.ReadUtcTime() : reader.ReadGeneralizedTime();

    private static string Text(ReadOnlySpan<byte> serial) => Convert.ToHexString(serial.TrimStart((byte)0));

    private sealed record ListContent(byte[] Issuer, DateTimeOffset ThisUpdate, DateTimeOffset NextUpdate, HashSet<string> Serials, ListScope Scope);
}
