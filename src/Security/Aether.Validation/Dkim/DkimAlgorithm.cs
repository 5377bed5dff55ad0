namespace Aether.Validation.Dkim;

/// <summary>How a signature is made. RFC 6376 §3.3, RFC 8463 §3.</summary>
public enum DkimAlgorithm
{
    /// <summary>RFC 8301 §3.1: neither made nor believed any more.</summary>
    RsaSha1,
    RsaSha256,
    Ed25519Sha256,
}
