using System.Collections.Concurrent;
using System.Security.Cryptography;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Security;

namespace Aether.Validation.Dkim;

/// <summary>A private key of a domain, ready to sign. RFC 6376 §3.3, RFC 8301 §3.2, RFC 8463 §3.</summary>
public sealed class DkimSigningKey : IDisposable
{
    /// <summary>RFC 8301 §3.2: signers use at least 2048 bits.</summary>
    public const int RsaBits = 2048;

    private readonly byte[] secret;
    private readonly Ed25519PrivateKeyParameters? ed25519;
    private readonly ConcurrentBag<RSA> rsa = []; // an RSA object is not to be shared by threads, and costly to make

    /// <param name="secret">PKCS #8 for RSA, the 32 octets of RFC 8032 §5.1.5 for Ed25519.</param>
    /// <exception cref="CryptographicException">It is no such key, or too short.</exception>
    public DkimSigningKey(string domain, string selector, DkimAlgorithm algorithm, byte[] secret)
    {
        (Domain, Selector, Algorithm, this.secret) = (domain, selector, algorithm, secret);
        if (algorithm is DkimAlgorithm.Ed25519Sha256)
        {
            ed25519 = secret.Length == Ed25519PrivateKeyParameters.KeySize ? new Ed25519PrivateKeyParameters(secret) : throw new CryptographicException("An Ed25519 key has 32 octets.");
            return;
        }

        var first = NewRsa();
        if (first.KeySize < RsaBits)
            throw new CryptographicException("RSA keys that sign have 2048 bits at least.");
        rsa.Add(first);
    }

    public string Domain { get; }

    public string Selector { get; }

    public DkimAlgorithm Algorithm { get; }

    public string AlgorithmName => Algorithm is DkimAlgorithm.Ed25519Sha256 ? "ed25519-sha256" : "rsa-sha256";

    /// <summary>Where its record is published.</summary>
    public string RecordName => $"{Selector}._domainkey.{Domain}";

    /// <summary>Makes a secret for a new key.</summary>
    public static byte[] NewSecret(DkimAlgorithm algorithm)
    {
        if (algorithm is DkimAlgorithm.Ed25519Sha256)
            return new Ed25519PrivateKeyParameters(new SecureRandom()).GetEncoded();
        using var fresh = RSA.Create(RsaBits);
        return fresh.ExportPkcs8PrivateKey();
    }

    /// <summary>The TXT record that verifiers look for. RFC 6376 §3.6.1, RFC 8463 §4.2.</summary>
    public string RecordText()
    {
        if (ed25519 is not null)
            return "v=DKIM1; k=ed25519; p=" + Convert.ToBase64String(ed25519.GeneratePublicKey().GetEncoded());
        using var key = NewRsa();
        return "v=DKIM1; k=rsa; p=" + Convert.ToBase64String(key.ExportSubjectPublicKeyInfo());
    }

    public byte[] Sign(byte[] hash)
    {
        if (ed25519 is not null)
            return SignatureMath.SignEd25519(ed25519, hash);
        if (!rsa.TryTake(out var key))
            key = NewRsa();
        var signature = key.SignHash(hash, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        rsa.Add(key);
        return signature;
    }

    public void Dispose()
    {
        while (rsa.TryTake(out var key))
            key.Dispose();
    }

    private RSA NewRsa()
    {
        var key = RSA.Create();
        key.ImportPkcs8PrivateKey(secret, out _);
        return key;
    }
}
