using System.Net;
using DnsClient;

namespace Aether.Dns.Resolving;

/// <summary>Asks one name server for the root, which every resolver knows and every validating one finds authentic. RFC 4035 §3.2.3.</summary>
public static class ResolverExamination
{
    public static async Task<ResolverState> RunAsync(IPEndPoint server, TimeSpan patience, CancellationToken ct)
    {
        var client = new LookupClient(new LookupClientOptions(new NameServer(server))
        {
            UseCache = false,
            Timeout = patience,
            Retries = 0,
            ThrowDnsErrors = false,
            RequestDnsSecRecords = true, // without the DO bit no AD bit
        });
        try
        {
            var response = await client.QueryAsync(".", QueryType.NS, cancellationToken: ct);
            return response.Header.IsAuthenticData ? ResolverState.Validates : ResolverState.Answers;
        }
        catch (Exception) when (!ct.IsCancellationRequested)
        {
            return ResolverState.Silent; // whatever came, it was no answer
        }
    }
}
