namespace Aether.Configuration.Schema;

/// <summary>Which TLS versions are taken.</summary>
public enum TlsProfile
{
    /// <summary>TLS 1.2 and 1.3. RFC 8996 retired what is older.</summary>
    Intermediate,

    /// <summary>TLS 1.3 only.</summary>
    Modern,
}
