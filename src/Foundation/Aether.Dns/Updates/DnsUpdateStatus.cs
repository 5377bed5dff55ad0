namespace Aether.Dns.Updates;

/// <summary>What a name server made of a change.</summary>
public enum DnsUpdateStatus
{
    Done,

    /// <summary>There are such records, and they were to stay. RFC 2136 §3.2.5.</summary>
    Exists,

    /// <summary>It does not let us, or does not know us.</summary>
    Refused,

    /// <summary>It did not answer, or nothing that can be believed.</summary>
    Failed,
}
