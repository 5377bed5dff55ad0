using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Aether.Dns.Resolving;

namespace Aether.Queue.Policies;

/// <summary>Whether a server's certificate fits the TLSA records of its name. RFC 6698 §2.1, RFC 7672 §3.1.</summary>
internal static class DaneMatch
{
    private const byte TrustAnchor = 2;
    private const byte EndEntity = 3;

    /// <summary>RFC 7672 §3.1.3: PKIX usages mean nothing here; what is unknown is left out.</summary>
    public static bool IsUsable(TlsaRecord record) =>
        record is { Usage: TrustAnchor or EndEntity, Selector: 0 or 1 } && record.Data.Length == (record.Matching switch { 0 => Math.Max(record.Data.Length, 1), 1 => SHA256.HashSizeInBytes, 2 => SHA512.HashSizeInBytes, _ => -1 });

    /// <summary>There are some to go by. RFC 7672 §2.2.</summary>
    public static bool CanJudge(IReadOnlyList<TlsaRecord> records) => records.Any(IsUsable);

    /// <param name="records">Those of the host; what is not usable is left out.</param>
    /// <param name="leaf">The server's certificate.</param>
    /// <param name="sent">All that it sent.</param>
    /// <param name="errors">What the handshake found, of which only the name counts.</param>
    public static bool Fits(IReadOnlyList<TlsaRecord> records, X509Certificate2 leaf, IEnumerable<X509Certificate2> sent, SslPolicyErrors errors)
    {
        // RFC 7672 §3.1.1: neither names nor dates of a certificate that is named itself matter.
        if (records.Any(record => record.Usage == EndEntity && IsUsable(record) && Is(record, leaf)))
            return true;
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
            return false;
        var others = sent.ToList();
        return others.Any(anchor => records.Any(record => record.Usage == TrustAnchor && IsUsable(record) && Is(record, anchor)) && LeadsTo(anchor, leaf, others));
    }

    private static bool Is(TlsaRecord record, X509Certificate2 certificate)
    {
        byte[] content = record.Selector == 0 ? certificate.RawData : certificate.PublicKey.ExportSubjectPublicKeyInfo();
        byte[] compared = record.Matching switch { 0 => content, 1 => SHA256.HashData(content), _ => SHA512.HashData(content) };
        return record.Data.Span.SequenceEqual(compared);
    }

    /// <summary>RFC 7672 §3.1.2: the chain ends at that certificate, whoever signed it.</summary>
    private static bool LeadsTo(X509Certificate2 anchor, X509Certificate2 leaf, List<X509Certificate2> others)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(anchor);
        chain.ChainPolicy.ExtraStore.AddRange(others.ToArray());
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.VerificationFlags = X509VerificationFlags.AllowUnknownCertificateAuthority;
        return chain.Build(leaf) && chain.ChainElements.Any(element => element.Certificate.RawDataMemory.Span.SequenceEqual(anchor.RawDataMemory.Span));
    }
}
