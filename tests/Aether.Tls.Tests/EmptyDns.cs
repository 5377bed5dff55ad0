using System.Net;
using System.Net.Sockets;
using Aether.Dns.Resolving;

namespace Aether.Tls.Tests;

/// <summary>A DNS that has nothing, or does not say.</summary>
internal sealed class EmptyDns(DnsStatus status) : IDnsResolver
{
    public ValueTask<DnsAnswer<MxRecord>> ResolveMxAsync(string domain, CancellationToken ct) => new(new DnsAnswer<MxRecord>(status));

    public ValueTask<DnsAnswer<IPAddress>> ResolveAddressesAsync(string host, CancellationToken ct) => new(new DnsAnswer<IPAddress>(status));

    public ValueTask<DnsAnswer<IPAddress>> ResolveAddressesAsync(string host, AddressFamily family, CancellationToken ct) => new(new DnsAnswer<IPAddress>(status));

    public ValueTask<DnsAnswer<string>> ResolvePointersAsync(IPAddress address, CancellationToken ct) => new(new DnsAnswer<string>(status));

    public ValueTask<DnsAnswer<TlsaRecord>> ResolveTlsaAsync(string name, CancellationToken ct) => new(new DnsAnswer<TlsaRecord>(status));

    public ValueTask<DnsAnswer<string>> ResolveTextAsync(string name, CancellationToken ct) => new(new DnsAnswer<string>(status));
}
