namespace Aether.Dns.Resolving;

/// <summary>How a look-up ended. RFC 2308 §2.</summary>
public enum DnsStatus
{
    Found,

    /// <summary>NXDOMAIN: the name does not exist.</summary>
    NoSuchName,

    /// <summary>The name exists, without records of this type.</summary>
    NoRecords,

    /// <summary>SERVFAIL, a time-out, an unreachable server: nothing is known, ask again later.</summary>
    TemporaryFailure,
}
