using Aether.Dns.Updates;

namespace Aether.Tls.Acme;

/// <summary>DNS-01: the record is put into its zone by an update, and taken out again; what else has the name stays. RFC 8555 §8.4, RFC 2136.</summary>
/// <param name="pause">How long the other servers of the zone may take to follow.</param>
internal sealed class ZoneProof(DnsZones zones, TimeSpan pause, TimeProvider clock) : IProofPresenter
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(1);

    public string Type => "dns-01";

    public async Task PresentAsync(string name, string token, string authorization, CancellationToken ct)
    {
        var (record, value) = ProofRecord.Of(name, authorization);
        var zone = zones.Find(record) ?? throw new AcmeException($"No zone in dns.updates covers {record}.");
        var result = await zone.SendAsync(new DnsChange(record, "TXT", value, Lifetime, DnsChangeMode.Add), ct);
        if (result.Status is not DnsUpdateStatus.Done)
            throw new AcmeException($"{record} can't be put into {zone.Zone}: {result.Problem}.");
        await Task.Delay(pause, clock, ct);
    }

    public async Task WithdrawAsync(string name, string token, string authorization)
    {
        var (record, value) = ProofRecord.Of(name, authorization);
        if (zones.Find(record) is { } zone)
            await zone.SendAsync(new DnsChange(record, "TXT", value, Lifetime, DnsChangeMode.Remove), CancellationToken.None); // one that is left proves nothing any more
    }
}
