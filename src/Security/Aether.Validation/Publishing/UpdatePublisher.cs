using Aether.Dns.Updates;

namespace Aether.Validation.Publishing;

/// <summary>Changes zones by RFC 2136.</summary>
public sealed class UpdatePublisher(DnsZones zones) : IRecordPublisher
{
    public bool Covers(string name) => zones.Find(name) is not null;

    public Task<DnsUpdateResult> PublishAsync(DnsChange change, CancellationToken ct) => zones.Find(change.Name)!.SendAsync(change, ct);
}
