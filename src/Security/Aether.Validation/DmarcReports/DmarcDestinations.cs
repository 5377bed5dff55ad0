using Aether.Dns.Resolving;
using Aether.Validation.Dkim;
using Aether.Validation.Dmarc;
using Aether.Validation.Domains;

namespace Aether.Validation.DmarcReports;

/// <summary>Where reports about a domain go: what its record names now, of others only who agreed to it. RFC 9990 §3.5, §4; RFC 9991 §5 for those of failures.</summary>
public sealed class DmarcDestinations(IDnsResolver dns, DmarcMode mode, PublicSuffixList suffixes)
{
    /// <summary>Of reports of all messages: its rua.</summary>
    /// <returns>Null: it can't be known now.</returns>
    public ValueTask<IReadOnlyList<DmarcReportPlace>?> FindAsync(string domain, CancellationToken ct) => FindAsync(domain, "rua", static record => record.Reports, ct);

    /// <summary>Of reports of single messages that failed: its ruf. A public suffix gets none, as these are not its own. RFC 9991 §2.</summary>
    /// <returns>Null: it can't be known now.</returns>
    public ValueTask<IReadOnlyList<DmarcReportPlace>?> FindFailureAsync(string domain, CancellationToken ct) =>
        FindAsync(domain, "ruf", static record => record.IsPublicSuffix is true ? [] : record.FailureReports, ct);

    private async ValueTask<IReadOnlyList<DmarcReportPlace>?> FindAsync(string domain, string tag, Func<DmarcRecord, IReadOnlyList<DmarcReportPlace>> wanted, CancellationToken ct)
    {
        var texts = await dns.ResolveTextAsync("_dmarc." + domain, ct);
        if (texts.Status is DnsStatus.TemporaryFailure)
            return null;
        var records = texts.Records.Where(DmarcRecord.IsDmarc).Take(2).ToList();
        if (records.Count != 1 || DmarcRecord.Parse(records[0]) is not { } record)
            return [];
        var discovery = new DmarcDiscovery(dns, mode, suffixes);
        if (await discovery.FindOrganizationAsync(domain, ct) is not { } organization)
            return null;
        var places = new List<DmarcReportPlace>();
        foreach (var place in wanted(record))
        {
            if (!DomainName.TryNormalize(place.Address[(place.Address.LastIndexOf('@') + 1)..], out var host))
                continue;
            var found = await IsRelatedAsync(discovery, host, organization, ct) ? [place] : await AgreedAsync(domain, host, place, tag, ct);
            if (found is null)
                return null;
            places.AddRange(found);
        }

        return [.. places.DistinctBy(place => place.Address)];
    }

    private static async ValueTask<bool> IsRelatedAsync(DmarcDiscovery discovery, string host, string organization, CancellationToken ct) =>
        DomainName.IsWithin(host, organization) && await discovery.FindOrganizationAsync(host, ct) == organization;

    /// <summary>RFC 9990 §4: a stranger must have said that it wants these reports, and may say where.</summary>
    private async ValueTask<IReadOnlyList<DmarcReportPlace>?> AgreedAsync(string domain, string host, DmarcReportPlace place, string tag, CancellationToken ct)
    {
        string name = $"{domain}._report._dmarc.{host}";
        if (name.Length > DomainName.MaxLength)
            return [];
        var texts = await dns.ResolveTextAsync(name, ct);
        if (texts.Status is DnsStatus.TemporaryFailure)
            return null;
        var agreed = texts.Records.Where(DmarcRecord.IsDmarc).ToList();
        if (agreed.Count == 0)
            return [];
        var instead = agreed.SelectMany(text => DmarcReportPlace.ParseAll(TagList.ParseSound(text)[tag])).ToList();
        if (instead.Count == 0)
            return [place];

        // Another host again would be how reports are aimed at somebody: nobody gets one.
        return instead.TrueForAll(other => DomainName.TryNormalize(other.Address[(other.Address.LastIndexOf('@') + 1)..], out var named) && named == host) ? instead : [];
    }
}
