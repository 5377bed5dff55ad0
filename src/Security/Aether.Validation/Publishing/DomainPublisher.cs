using Aether.Dns.Updates;

namespace Aether.Validation.Publishing;

/// <summary>Publishes what a domain lacks. What its owner wrote stays, except where only this server can know what is right: keys, and which policy is served.</summary>
/// <param name="ways">The first that covers a name is taken.</param>
public sealed class DomainPublisher(DomainRecords records, IReadOnlyList<IRecordPublisher> ways)
{
    private const string NoWay = "no zone in dns.updates covers the name, and dns.publishCommand names no command";
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    /// <summary>There is a way to change something.</summary>
    public bool CanPublish => ways.Count > 0;

    public async Task<IReadOnlyList<PublishedRecord>> PublishAsync(string domain, CancellationToken ct)
    {
        var published = new List<PublishedRecord>();
        foreach (var finding in await records.CheckAsync(domain, ct))
            published.Add(await PublishAsync(domain, finding, ct));
        return published;
    }

    /// <summary>Puts a record in the place of all of its name and type.</summary>
    public async Task<DnsUpdateResult> ReplaceAsync(DomainRecord record, CancellationToken ct) => ways.FirstOrDefault(way => way.Covers(record.Name)) is { } way
        ? await way.PublishAsync(new DnsChange(record.Name, record.Type, record.Value, Lifetime, DnsChangeMode.Replace), ct)
        : new DnsUpdateResult(DnsUpdateStatus.Failed, NoWay);

    private async Task<PublishedRecord> PublishAsync(string domain, RecordFinding finding, CancellationToken ct)
    {
        var record = finding.Record;
        DnsChangeMode? mode = finding.State switch
        {
            // RFC 7671 §8.1: pins stand beside each other.
            RecordState.Missing or RecordState.Different when record.Type == "TLSA" => DnsChangeMode.Add,
            // Texts of others may stand at the domain itself; at all other names a record of the type is of this kind, or an owner's reason to look.
            RecordState.Missing => record.Type == "TXT" && record.Name == domain ? DnsChangeMode.Add : DnsChangeMode.AddFirst,
            RecordState.Different when IsOurs(record, domain) => DnsChangeMode.Replace,
            _ => null,
        };
        if (mode is not { } how)
            return new PublishedRecord(record, finding.State switch { RecordState.Published => PublishOutcome.Published, RecordState.Unknown => PublishOutcome.Failed, _ => PublishOutcome.Kept }, finding.Remedy);
        if (ways.FirstOrDefault(way => way.Covers(record.Name)) is not { } way)
            return new PublishedRecord(record, PublishOutcome.Failed, NoWay);
        var result = await way.PublishAsync(new DnsChange(record.Name, record.Type, record.Value, Lifetime, how), ct);
        return new PublishedRecord(record, result.Status switch { DnsUpdateStatus.Done => PublishOutcome.Added, DnsUpdateStatus.Exists => PublishOutcome.Kept, _ => PublishOutcome.Failed }, result.Problem);
    }

    private static bool IsOurs(DomainRecord record, string domain) =>
        record.Type == "TXT" && (record.Name == "_mta-sts." + domain || record.Name.EndsWith("._domainkey." + domain, StringComparison.Ordinal));
}
