namespace Aether.Dns.Resolving;

/// <summary>The records of one look-up; empty unless <see cref="DnsStatus.Found"/>.</summary>
public sealed record DnsAnswer<T>(DnsStatus Status, IReadOnlyList<T> Records)
{
    public DnsAnswer(DnsStatus status)
        : this(status, [])
    {
    }

    /// <summary>A validating resolver that the configuration names vouches for it by DNSSEC. RFC 4035 §3.2.3.</summary>
    public bool IsAuthentic { get; init; }

    public bool IsFound => Status is DnsStatus.Found;
}
