namespace Aether.Configuration.Schema;

/// <summary>How the domain that an organization registered is found.</summary>
public enum OrganizationMode
{
    /// <summary>By walking up the DNS. RFC 9989 §4.10.</summary>
    TreeWalk,

    /// <summary>By the public suffix list. RFC 7489 §3.2.</summary>
    PublicSuffix,
}
