namespace Aether.Dns.Resolving;

/// <summary>Records that are only compared with what they should say.</summary>
public enum DnsDataType
{
    /// <summary>RFC 2782</summary>
    Srv,

    /// <summary>RFC 1035 §3.3.1</summary>
    Cname,

    /// <summary>RFC 8659 §4</summary>
    Caa,
}
