namespace Aether.Dns.Resolving;

/// <summary>The records of one look-up; empty unless <see cref="DnsStatus.Found"/>.</summary>
public sealed record DnsAnswer<T>(DnsStatus Status, IReadOnlyList<T> Records)
{
    public DnsAnswer(DnsStatus status)
        : this(status, [])
    {
    }

    public bool IsFound => Status is DnsStatus.Found;
}
