namespace Aether.Validation.Dmarc;

/// <summary>How organizational domains are found.</summary>
public enum DmarcMode
{
    /// <summary>By walking up the DNS. RFC 9989 §4.10.</summary>
    TreeWalk,

    /// <summary>By the public suffix list, as before. RFC 7489 §3.2.</summary>
    PublicSuffix,
}
