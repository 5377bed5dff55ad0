using Aether.Dns.Resolving;
using Aether.Validation.Domains;

namespace Aether.Validation.Dmarc;

/// <summary>Finds policies and organizational domains of one message. RFC 9989 §4.10; RFC 7489 §3.2, §6.6.3 where the public suffix list is wanted.</summary>
internal sealed class DmarcDiscovery(IDnsResolver dns, DmarcMode mode, PublicSuffixList suffixes)
{
    /// <summary>RFC 9989 §4.10: of longer names only the last labels are asked.</summary>
    private const int MaxLabels = 7;
    private readonly Dictionary<string, (DnsStatus Status, DmarcRecord? Record)> asked = new(StringComparer.Ordinal);

    /// <summary>The policy for an author's domain.</summary>
    /// <returns>A place without a record when nobody published one.</returns>
    public async ValueTask<DmarcPlace> FindPolicyAsync(string author, CancellationToken ct)
    {
        var (status, own) = await AskAsync(author, ct);
        if (status is DnsStatus.TemporaryFailure)
            return DmarcPlace.Unknown;
        if (mode is DmarcMode.PublicSuffix)
        {
            var registered = suffixes.TryGetRegistered(author, out var name) ? name : author;
            return own is not null || registered == author ? new DmarcPlace(author, registered, own) : await FindAboveAsync(registered, ct);
        }

        var walk = await WalkAsync(author, ct);
        if (walk is null)
            return DmarcPlace.Unknown;
        var organization = OrganizationOf(author, walk);
        if (own is not null)
            return new DmarcPlace(author, organization, own);

        // RFC 9989 §4.10.1: else the organizational domain's, else that of the public suffix above it.
        var place = walk.FirstOrDefault(step => step.Name == organization) is { Record: not null } at ? at : walk.FirstOrDefault(step => step.Record.IsPublicSuffix is true);
        return new DmarcPlace(place.Name ?? author, organization, place.Record);
    }

    /// <summary>The organizational domain; null when it can't be found out now.</summary>
    public async ValueTask<string?> FindOrganizationAsync(string domain, CancellationToken ct)
    {
        if (mode is DmarcMode.PublicSuffix)
            return suffixes.TryGetRegistered(domain, out var registered) ? registered : domain;
        return await WalkAsync(domain, ct) is { } walk ? OrganizationOf(domain, walk) : null;
    }

    // RFC 9989 §4.10.2
    private static string OrganizationOf(string domain, List<(string Name, DmarcRecord Record)> walk)
    {
        foreach (var (name, record) in walk)
        {
            if (record.IsPublicSuffix is false)
                return name;
            if (record.IsPublicSuffix is true && name != domain)
                return DomainName.LastLabels(domain, DomainName.CountLabels(name) + 1);
        }

        return walk.Count > 0 ? walk[^1].Name : domain;
    }

    /// <summary>The records from a domain upwards, the longest name first; null after a temporary failure.</summary>
    private async ValueTask<List<(string Name, DmarcRecord Record)>?> WalkAsync(string domain, CancellationToken ct)
    {
        var found = new List<(string, DmarcRecord)>();
        for (var name = domain; name.Length > 0; name = Above(name))
        {
            var (status, record) = await AskAsync(name, ct);
            if (status is DnsStatus.TemporaryFailure)
                return null;
            if (record is null)
                continue;
            found.Add((name, record));
            if (record.IsPublicSuffix is not null)
                break;
        }

        return found;
    }

    private static string Above(string name) =>
        DomainName.CountLabels(name) > MaxLabels + 1 ? DomainName.LastLabels(name, MaxLabels) : DomainName.ParentOf(name);

    private async ValueTask<DmarcPlace> FindAboveAsync(string registered, CancellationToken ct)
    {
        var (status, record) = await AskAsync(registered, ct);
        return status is DnsStatus.TemporaryFailure ? DmarcPlace.Unknown : new DmarcPlace(registered, registered, record);
    }

    private async ValueTask<(DnsStatus Status, DmarcRecord? Record)> AskAsync(string name, CancellationToken ct)
    {
        if (asked.TryGetValue(name, out var known))
            return known;
        var texts = await dns.ResolveTextAsync("_dmarc." + name, ct);
        var records = texts.Records.Where(DmarcRecord.IsDmarc).Take(2).ToList();

        // RFC 9989 §4.10: several records at a name are as good as none.
        return asked[name] = (texts.Status, records.Count == 1 ? DmarcRecord.Parse(records[0]) : null);
    }
}
