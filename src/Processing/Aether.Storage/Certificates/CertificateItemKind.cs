namespace Aether.Storage.Certificates;

/// <summary>What an item is; the number is written down and never changes its meaning.</summary>
public enum CertificateItemKind
{
    /// <summary>The key that an authority knows us by. RFC 8555 §7.3.</summary>
    Account = 1,

    /// <summary>A certificate with its chain and its key.</summary>
    Certificate = 2,

    /// <summary>The key that the certificate after it will have.</summary>
    NextKey = 3,

    /// <summary>Why the last order failed, and when the next may be tried.</summary>
    Trouble = 4,

    /// <summary>What is answered under a token. RFC 8555 §8.3.</summary>
    HttpChallenge = 5,

    /// <summary>What a handshake for a name shows. RFC 8737.</summary>
    TlsChallenge = 6,

    /// <summary>Since when the next key is pinned in the DNS. RFC 7671 §8.</summary>
    PinnedSince = 7,

    /// <summary>A pin of a key that serves no more: it is to leave the DNS.</summary>
    StalePin = 8,

    /// <summary>A certificate with its chain and its key that an operator brought.</summary>
    Imported = 9,
}
