using System.Net;

namespace Aether.Dns.Resolving;

/// <summary>The domain name system as mail needs it; the seam that tests replace by a table.</summary>
public interface IDnsResolver
{
    ValueTask<DnsAnswer<MxRecord>> ResolveMxAsync(string domain, CancellationToken ct);

    /// <summary>IPv6 addresses, then IPv4 ones. RFC 5321 §5.1 leaves their order to us.</summary>
    ValueTask<DnsAnswer<IPAddress>> ResolveAddressesAsync(string host, CancellationToken ct);

    /// <summary>Each record's strings joined. RFC 7208 §3.3.</summary>
    ValueTask<DnsAnswer<string>> ResolveTextAsync(string name, CancellationToken ct);
}
