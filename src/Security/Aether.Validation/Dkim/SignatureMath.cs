using System.Security.Cryptography;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Math.EC.Rfc8032;

namespace Aether.Validation.Dkim;

/// <summary>Verifies with a published key. RFC 6376 §6.1.3, RFC 8301 §3.2, RFC 8463 §3.</summary>
internal static class SignatureMath
{
    /// <returns>The key, or null when its octets are none.</returns>
    public static RSA? ReadRsa(byte[] key)
    {
        var rsa = RSA.Create();
        try
        {
            rsa.ImportSubjectPublicKeyInfo(key, out _);
            return rsa;
        }
        catch (CryptographicException)
        {
            return ReadBareRsa(rsa, key);
        }
    }

    public static bool VerifyRsa(RSA rsa, byte[] hash, byte[] signature)
    {
        try
        {
            return rsa.VerifyHash(hash, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    /// <returns>The key, or null when its octets are none.</returns>
    public static Ed25519.PublicPoint? ReadEd25519(byte[] key) => key.Length == Ed25519.PublicKeySize ? Ed25519.ValidatePublicKeyFullExport(key, 0) : null;

    // RFC 8463 §3: the hash is what PureEdDSA signs.
    public static bool VerifyEd25519(Ed25519.PublicPoint key, byte[] hash, byte[] signature) =>
        signature.Length == Ed25519.SignatureSize && Ed25519.Verify(signature, 0, key, hash, 0, hash.Length);

    public static byte[] SignEd25519(Ed25519PrivateKeyParameters key, byte[] hash)
    {
        var signature = new byte[Ed25519.SignatureSize];
        key.Sign(Ed25519.Algorithm.Ed25519, null, hash, 0, hash.Length, signature, 0);
        return signature;
    }

    // RFC 6376 §3.6.1 names the bare RSAPublicKey, everybody publishes the wrapped one: both are met.
    private static RSA? ReadBareRsa(RSA rsa, byte[] key)
    {
        try
        {
            rsa.ImportRSAPublicKey(key, out _);
            return rsa;
        }
        catch (CryptographicException)
        {
            rsa.Dispose();
            return null;
        }
    }
}
