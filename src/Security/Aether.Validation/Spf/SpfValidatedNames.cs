using System.Net;
using Aether.Dns.Resolving;
using Aether.Validation.Domains;

namespace Aether.Validation.Spf;

/// <summary>The names of the client's address that lead back to it. RFC 7208 §5.5, §7.3.</summary>
internal sealed class SpfValidatedNames(IDnsResolver dns, SpfLimits limits, IPAddress client)
{
    private DnsAnswer<string>? claimed;

    /// <summary>The first names that the address claims; further ones are not looked at. RFC 7208 §4.6.4.</summary>
    public async ValueTask<DnsAnswer<string>> ClaimedAsync(CancellationToken ct)
    {
        if (claimed is null)
        {
            var answer = await dns.ResolvePointersAsync(client, ct);
            claimed = answer with { Records = [.. answer.Records.Take(limits.Names)] };
        }

        return claimed;
    }

    /// <summary>A validated name within <paramref name="domain"/> exists.</summary>
    public async ValueTask<bool> AnyWithinAsync(string domain, CancellationToken ct)
    {
        foreach (var name in (await ClaimedAsync(ct)).Records)
        {
            if (DomainName.IsWithin(name, domain) && await LeadsBackAsync(name, ct))
                return true;
        }

        return false;
    }

    /// <summary>The p macro: the domain itself, else a name below it, else any, else "unknown". RFC 7208 §7.3.</summary>
    public async ValueTask<string> NameForAsync(string domain, CancellationToken ct)
    {
        var names = (await ClaimedAsync(ct)).Records;
        foreach (var name in names.OrderBy(name => name.Equals(domain, StringComparison.OrdinalIgnoreCase) ? 0 : DomainName.IsWithin(name, domain) ? 1 : 2))
        {
            if (await LeadsBackAsync(name, ct))
                return name;
        }

        return "unknown";
    }

    private async ValueTask<bool> LeadsBackAsync(string name, CancellationToken ct) =>
        (await dns.ResolveAddressesAsync(name, client.AddressFamily, ct)).Records.Contains(client);
}
