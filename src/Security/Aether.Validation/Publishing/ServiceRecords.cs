using Aether.Dns.Resolving;
using Aether.Validation.Domains;

namespace Aether.Validation.Publishing;

/// <summary>Records that lead clients here (SRV, CNAME), and those that say who may make certificates (CAA). RFC 2782, RFC 8659.</summary>
internal static class ServiceRecords
{
    /// <summary>Compares one with what is published.</summary>
    public static ValueTask<RecordFinding> CheckAsync(DomainRecord record, IDnsResolver dns, CancellationToken ct) => record.Type switch
    {
        "SRV" => CheckServiceAsync(record, dns, ct),
        "CNAME" => CheckAliasAsync(record, dns, ct),
        _ => CheckIssuerAsync(record, dns, ct),
    };

    private static async ValueTask<RecordFinding> CheckServiceAsync(DomainRecord record, IDnsResolver dns, CancellationToken ct)
    {
        var found = await dns.ResolveDataAsync(record.Name, DnsDataType.Srv, ct);
        return Judge(record, found, $"clients are sent elsewhere: publish {record.ToZoneLine()} if they should come here");
    }

    /// <summary>An alias may as well be the addresses that it leads to.</summary>
    private static async ValueTask<RecordFinding> CheckAliasAsync(DomainRecord record, IDnsResolver dns, CancellationToken ct)
    {
        var alias = await dns.ResolveDataAsync(record.Name, DnsDataType.Cname, ct);
        string remedy = $"the name leads elsewhere: publish {record.ToZoneLine()}";
        if (alias.Status is not DnsStatus.NoRecords)
            return Judge(record, alias, remedy);
        var own = await dns.ResolveAddressesAsync(record.Name, ct);
        var wanted = await dns.ResolveAddressesAsync(record.Value.TrimEnd('.'), ct);
        if (own.Status is DnsStatus.TemporaryFailure || wanted.Status is DnsStatus.TemporaryFailure)
            return Unknown(record);
        return own.Records.Intersect(wanted.Records).Any() ? Good(record) : own.IsFound ? new RecordFinding(record, RecordState.Different, remedy) : Missing(record);
    }

    /// <summary>RFC 8659 §3: the first name upwards that has any speaks for all below; those at the top have none.</summary>
    private static async ValueTask<RecordFinding> CheckIssuerAsync(DomainRecord record, IDnsResolver dns, CancellationToken ct)
    {
        for (string name = record.Name; name.Contains('.', StringComparison.Ordinal); name = DomainName.ParentOf(name))
        {
            var found = await dns.ResolveDataAsync(name, DnsDataType.Caa, ct);
            if (found.Status is DnsStatus.TemporaryFailure)
                return Unknown(record);
            if (found.IsFound)
                return Judge(record, found, $"the records of {name} allow others: publish {record.ToZoneLine()}, or renewing the certificate fails");
        }

        return Missing(record);
    }

    private static RecordFinding Judge(DomainRecord record, DnsAnswer<string> found, string remedy) => found.Status switch
    {
        DnsStatus.TemporaryFailure => Unknown(record),
        _ when !found.IsFound => Missing(record),
        _ => found.Records.Contains(record.Value, StringComparer.OrdinalIgnoreCase) ? Good(record) : new RecordFinding(record, RecordState.Different, remedy),
    };

    private static RecordFinding Good(DomainRecord record) => new(record, RecordState.Published, "");

    private static RecordFinding Missing(DomainRecord record) => new(record, RecordState.Missing, $"publish {record.ToZoneLine()}");

    private static RecordFinding Unknown(DomainRecord record) => new(record, RecordState.Unknown, "the name servers did not answer: try again");
}
