using System.Net;
using Aether.Dns.Resolving;

namespace Aether.Validation.Results;

/// <summary>Looks whether the client's address has a name that leads back to it: iprev. RFC 8601 §3.</summary>
public static class ReverseName
{
    private const int MaxNames = 3;

    public static async ValueTask<ReverseOutcome> CheckAsync(IDnsResolver dns, IPAddress client, CancellationToken ct)
    {
        var address = client.IsIPv4MappedToIPv6 ? client.MapToIPv4() : client;
        var names = await dns.ResolvePointersAsync(address, ct);
        if (names.Status is DnsStatus.TemporaryFailure)
            return new ReverseOutcome(ReverseResult.TempError, address, null);
        if (!names.IsFound)
            return new ReverseOutcome(ReverseResult.PermError, address, null);
        bool failed = false;
        foreach (var name in names.Records.Take(MaxNames))
        {
            var back = await dns.ResolveAddressesAsync(name, address.AddressFamily, ct);
            if (back.Records.Contains(address))
                return new ReverseOutcome(ReverseResult.Pass, address, name);
            failed |= back.Status is DnsStatus.TemporaryFailure;
        }

        return new ReverseOutcome(failed ? ReverseResult.TempError : ReverseResult.Fail, address, null);
    }
}
