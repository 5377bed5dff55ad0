namespace Aether.Validation.TlsReports;

/// <summary>What a session had to keep to. RFC 8460 §4.4.</summary>
public enum TlsPolicyType
{
    /// <summary>Neither TLSA records nor a policy.</summary>
    None,

    /// <summary>The policy of the domain. RFC 8461.</summary>
    Sts,

    /// <summary>The TLSA records of the host. RFC 7672.</summary>
    Tlsa,
}
