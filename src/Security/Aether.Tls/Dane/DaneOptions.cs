using Aether.Dns.Updates;

namespace Aether.Tls.Dane;

/// <summary>Where the keys of this host are pinned.</summary>
/// <param name="HostName">What senders connect to: the name in MX records.</param>
/// <param name="Zones">Zones that may be changed.</param>
public sealed record DaneOptions(string HostName, DnsZones Zones)
{
    /// <summary>How long a pin has to be in the DNS before its key serves: longer than any cache keeps the records from before. RFC 7671 §8.1.</summary>
    public TimeSpan Linger { get; init; } = TimeSpan.FromDays(2);

    /// <summary>RFC 7672 §3.1: at the port that other servers bring mail to.</summary>
    public string RecordName => "_25._tcp." + HostName;
}
