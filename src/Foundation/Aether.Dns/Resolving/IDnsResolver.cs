using System.Net;
using System.Net.Sockets;

namespace Aether.Dns.Resolving;

/// <summary>The domain name system as mail needs it; the seam that tests replace by a table.</summary>
public interface IDnsResolver
{
    ValueTask<DnsAnswer<MxRecord>> ResolveMxAsync(string domain, CancellationToken ct);

    /// <summary>IPv6 addresses, then IPv4 ones. RFC 5321 §5.1 leaves their order to us.</summary>
    ValueTask<DnsAnswer<IPAddress>> ResolveAddressesAsync(string host, CancellationToken ct);

    /// <summary>Addresses of one family only.</summary>
    ValueTask<DnsAnswer<IPAddress>> ResolveAddressesAsync(string host, AddressFamily family, CancellationToken ct);

    /// <summary>The names that an address claims to have, without final dots. RFC 1035 §3.5, RFC 3596 §2.5.</summary>
    ValueTask<DnsAnswer<string>> ResolvePointersAsync(IPAddress address, CancellationToken ct);

    /// <summary>RFC 6698 §2.</summary>
    /// <param name="name">With port and protocol: <c>_25._tcp.mx.example.test</c>.</param>
    ValueTask<DnsAnswer<TlsaRecord>> ResolveTlsaAsync(string name, CancellationToken ct);

    /// <summary>Each record's strings joined. RFC 7208 §3.3.</summary>
    ValueTask<DnsAnswer<string>> ResolveTextAsync(string name, CancellationToken ct);

    /// <summary>Records as a master file has them. Only for comparing; who knows nothing of such records can't tell.</summary>
    ValueTask<DnsAnswer<string>> ResolveDataAsync(string name, DnsDataType type, CancellationToken ct) => ValueTask.FromResult(new DnsAnswer<string>(DnsStatus.TemporaryFailure));
}
