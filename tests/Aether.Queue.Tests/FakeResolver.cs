using System.Net;
using Aether.Dns.Resolving;

namespace Aether.Queue.Tests;

/// <summary>The DNS as a table.</summary>
internal sealed class FakeResolver : IDnsResolver
{
    private readonly Dictionary<string, DnsAnswer<MxRecord>> exchangers = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, DnsAnswer<IPAddress>> addresses = new(StringComparer.OrdinalIgnoreCase);

    public FakeResolver Mx(string domain, params (int Preference, string Host)[] records)
    {
        exchangers[domain] = new DnsAnswer<MxRecord>(DnsStatus.Found, [.. records.Select(r => new MxRecord(r.Preference, r.Host))]);
        return this;
    }

    public FakeResolver Mx(string domain, DnsStatus status)
    {
        exchangers[domain] = new DnsAnswer<MxRecord>(status);
        return this;
    }

    public FakeResolver Address(string host, params string[] found)
    {
        addresses[host] = new DnsAnswer<IPAddress>(DnsStatus.Found, [.. found.Select(IPAddress.Parse)]);
        return this;
    }

    public FakeResolver Address(string host, DnsStatus status)
    {
        addresses[host] = new DnsAnswer<IPAddress>(status);
        return this;
    }

    public ValueTask<DnsAnswer<MxRecord>> ResolveMxAsync(string domain, CancellationToken ct) =>
        ValueTask.FromResult(exchangers.GetValueOrDefault(domain) ?? new DnsAnswer<MxRecord>(addresses.ContainsKey(domain) ? DnsStatus.NoRecords : DnsStatus.NoSuchName));

    public ValueTask<DnsAnswer<IPAddress>> ResolveAddressesAsync(string host, CancellationToken ct) =>
        ValueTask.FromResult(addresses.GetValueOrDefault(host) ?? new DnsAnswer<IPAddress>(DnsStatus.NoSuchName));

    public ValueTask<DnsAnswer<string>> ResolveTextAsync(string name, CancellationToken ct) => ValueTask.FromResult(new DnsAnswer<string>(DnsStatus.NoSuchName));
}
