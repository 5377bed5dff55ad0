using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Aether.Tls.Dane;

/// <summary>What a TLSA record says of a key: DANE-EE, the public key alone, by SHA-256 (3 1 1), so that it holds for every certificate with that key. RFC 7671 §5.1.</summary>
public static class KeyPin
{
    /// <summary>As a master file has it.</summary>
    public const string Form = "3 1 1 ";

    public static string Of(X509Certificate2 certificate) => Digest(certificate.PublicKey.ExportSubjectPublicKeyInfo());

    /// <param name="pem">A private key.</param>
    public static string OfKey(string pem)
    {
        using var key = ECDsa.Create();
        key.ImportFromPem(pem);
        return Digest(key.ExportSubjectPublicKeyInfo());
    }

    private static string Digest(byte[] publicKey) => Convert.ToHexStringLower(SHA256.HashData(publicKey));
}
