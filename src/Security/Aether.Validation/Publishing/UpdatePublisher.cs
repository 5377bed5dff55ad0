using Aether.Dns.Updates;
using Aether.Validation.Domains;

namespace Aether.Validation.Publishing;

/// <summary>Changes zones by RFC 2136; of several that cover a name the longest is the one.</summary>
public sealed class UpdatePublisher(IReadOnlyList<DnsUpdater> zones) : IRecordPublisher
{
    public bool Covers(string name) => ZoneOf(name) is not null;

    public Task<DnsUpdateResult> PublishAsync(DnsChange change, CancellationToken ct) => ZoneOf(change.Name)!.SendAsync(change, ct);

    private DnsUpdater? ZoneOf(string name) => zones.Where(zone => DomainName.IsWithin(name, zone.Zone)).MaxBy(zone => zone.Zone.Length);
}
