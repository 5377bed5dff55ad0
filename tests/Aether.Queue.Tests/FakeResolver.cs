using System.Net;
using System.Net.Sockets;
using Aether.Dns.Resolving;

namespace Aether.Queue.Tests;

/// <summary>The DNS as a table.</summary>
internal sealed class FakeResolver : IDnsResolver
{
    private readonly Dictionary<string, DnsAnswer<MxRecord>> exchangers = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, DnsAnswer<IPAddress>> addresses = new(StringComparer.OrdinalIgnoreCase);

    private readonly Dictionary<string, DnsAnswer<TlsaRecord>> certificates = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, DnsAnswer<string>> texts = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>DNSSEC vouches for exchangers, addresses and TLSA records.</summary>
    public bool IsSigned { get; set; }

    public FakeResolver Tlsa(string name, params TlsaRecord[] records)
    {
        certificates[name] = new DnsAnswer<TlsaRecord>(DnsStatus.Found, records);
        return this;
    }

    public FakeResolver Tlsa(string name, DnsStatus status)
    {
        certificates[name] = new DnsAnswer<TlsaRecord>(status);
        return this;
    }

    public FakeResolver Text(string name, params string[] found)
    {
        texts[name] = new DnsAnswer<string>(DnsStatus.Found, found);
        return this;
    }

    public FakeResolver Text(string name, DnsStatus status)
    {
        texts[name] = new DnsAnswer<string>(status);
        return this;
    }

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
        ValueTask.FromResult(Signed(exchangers.GetValueOrDefault(domain) ?? new DnsAnswer<MxRecord>(addresses.ContainsKey(domain) ? DnsStatus.NoRecords : DnsStatus.NoSuchName)));

    public ValueTask<DnsAnswer<IPAddress>> ResolveAddressesAsync(string host, CancellationToken ct) =>
        ValueTask.FromResult(Signed(addresses.GetValueOrDefault(host) ?? new DnsAnswer<IPAddress>(DnsStatus.NoSuchName)));

    public async ValueTask<DnsAnswer<IPAddress>> ResolveAddressesAsync(string host, AddressFamily family, CancellationToken ct)
    {
        var all = await ResolveAddressesAsync(host, ct);
        return all with { Records = [.. all.Records.Where(address => address.AddressFamily == family)] };
    }

    public ValueTask<DnsAnswer<string>> ResolvePointersAsync(IPAddress address, CancellationToken ct) => ValueTask.FromResult(new DnsAnswer<string>(DnsStatus.NoSuchName));

    public ValueTask<DnsAnswer<TlsaRecord>> ResolveTlsaAsync(string name, CancellationToken ct) => ValueTask.FromResult(Signed(certificates.GetValueOrDefault(name) ?? new DnsAnswer<TlsaRecord>(DnsStatus.NoSuchName)));

    public ValueTask<DnsAnswer<string>> ResolveTextAsync(string name, CancellationToken ct) => ValueTask.FromResult(texts.GetValueOrDefault(name) ?? new DnsAnswer<string>(DnsStatus.NoSuchName));

    private DnsAnswer<T> Signed<T>(DnsAnswer<T> answer) => answer with { IsAuthentic = IsSigned && answer.Status is not DnsStatus.TemporaryFailure };
}
