using System.Net;
using System.Net.Sockets;
using Aether.Dns.Resolving;

namespace Aether.Validation.Tests;

/// <summary>The DNS as a table.</summary>
internal sealed class TableResolver : IDnsResolver
{
    private readonly Dictionary<string, List<object>> names = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<(string Name, Type Type)> silent = [];

    public int Questions { get; private set; }

    public TableResolver Text(string name, string text) => Add(name, text);

    public TableResolver Mx(string name, int preference, string host) => Add(name, new MxRecord(preference, host));

    public TableResolver Address(string name, string address) => Add(name, IPAddress.Parse(address));

    public TableResolver Pointer(string address, string host) => Add(ArpaName.Of(IPAddress.Parse(address)), new HostName(host));

    public TableResolver Tlsa(string name, TlsaRecord record) => Add(name, record);

    public TableResolver PointerAt(string name, string host) => Add(name, new HostName(host));

    public TableResolver Alias(string name, string target) => Add(name, new AliasTo(target));

    /// <summary>The name exists, perhaps without records.</summary>
    public TableResolver Exists(string name)
    {
        names.TryAdd(name, []);
        return this;
    }

    /// <summary>Questions for records of this type end in a temporary failure.</summary>
    public TableResolver Fails<T>(string name)
    {
        silent.Add((name.ToLowerInvariant(), typeof(T)));
        return this;
    }

    public TableResolver Clear(string name)
    {
        names.Remove(name);
        silent.RemoveWhere(entry => entry.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
        return this;
    }

    public ValueTask<DnsAnswer<MxRecord>> ResolveMxAsync(string domain, CancellationToken ct) => ValueTask.FromResult(Find<MxRecord>(domain));

    public ValueTask<DnsAnswer<IPAddress>> ResolveAddressesAsync(string host, CancellationToken ct) => ValueTask.FromResult(Find<IPAddress>(host));

    public ValueTask<DnsAnswer<IPAddress>> ResolveAddressesAsync(string host, AddressFamily family, CancellationToken ct)
    {
        var all = Find<IPAddress>(host);
        var some = all.Records.Where(address => address.AddressFamily == family).ToList();
        return ValueTask.FromResult(all.IsFound && some.Count == 0 ? new DnsAnswer<IPAddress>(DnsStatus.NoRecords) : all with { Records = some });
    }

    public ValueTask<DnsAnswer<string>> ResolvePointersAsync(IPAddress address, CancellationToken ct)
    {
        var found = Find<HostName>(ArpaName.Of(address));
        return ValueTask.FromResult(new DnsAnswer<string>(found.Status, [.. found.Records.Select(record => record.Name)]));
    }

    public ValueTask<DnsAnswer<TlsaRecord>> ResolveTlsaAsync(string name, CancellationToken ct) => ValueTask.FromResult(Find<TlsaRecord>(name) with { IsAuthentic = true });

    public ValueTask<DnsAnswer<string>> ResolveTextAsync(string name, CancellationToken ct) => ValueTask.FromResult(Find<string>(name));

    private DnsAnswer<T> Find<T>(string name)
    {
        Questions++;
        for (int i = 0; i < 10; i++)
        {
            if (silent.Contains((name.ToLowerInvariant(), typeof(T))))
                return new DnsAnswer<T>(DnsStatus.TemporaryFailure);
            if (!names.TryGetValue(name, out var records))
                return new DnsAnswer<T>(DnsStatus.NoSuchName);
            if (records.OfType<AliasTo>().FirstOrDefault() is { } alias)
            {
                name = alias.Name;
                continue;
            }

            var found = records.OfType<T>().ToList();
            return found.Count > 0 ? new DnsAnswer<T>(DnsStatus.Found, found) : new DnsAnswer<T>(DnsStatus.NoRecords);
        }

        return new DnsAnswer<T>(DnsStatus.TemporaryFailure);
    }

    private TableResolver Add(string name, object record)
    {
        Exists(name);
        names[name].Add(record);
        return this;
    }

    private sealed record HostName(string Name);

    private sealed record AliasTo(string Name);
}
