using System.Net;
using System.Net.Sockets;
using Aether.Dns.Resolving;

namespace Aether.Validation.Spf;

/// <summary>Says whether a mechanism fits the client. RFC 7208 §5.</summary>
internal sealed class SpfMatcher(IDnsResolver dns, SpfLimits limits, SpfBudget budget, IPAddress client, SpfValidatedNames names)
{
    /// <exception cref="SpfException">It can't be said.</exception>
    public async ValueTask<bool> MatchesAsync(SpfDirective directive, string domain, CancellationToken ct) => directive.Mechanism switch
    {
        SpfMechanism.All => true,
        SpfMechanism.Ip4 or SpfMechanism.Ip6 => directive.Network!.AddressFamily == client.AddressFamily && Fits(directive.Network, directive),
        SpfMechanism.A => (await AddressesAsync(domain, client.AddressFamily, isVoidCounted: true, ct)).Any(address => Fits(address, directive)),
        SpfMechanism.Exists => (await AddressesAsync(domain, AddressFamily.InterNetwork, isVoidCounted: true, ct)).Count > 0, // RFC 7208 §5.7: A, whatever the client
        SpfMechanism.Mx => await MatchesMxAsync(directive, domain, ct),
        _ => await MatchesPtrAsync(domain, ct),
    };

    private async ValueTask<bool> MatchesMxAsync(SpfDirective directive, string domain, CancellationToken ct)
    {
        var hosts = Checked(await dns.ResolveMxAsync(domain, ct), domain, isVoidCounted: true);

        // RFC 7208 §4.6.4: more than ten exchangers are a permanent error.
        if (hosts.Count > limits.Names)
            throw new SpfException(SpfResult.PermError, $"{domain} has too many exchangers");
        foreach (var host in hosts)
        {
            if (!host.IsNull && (await AddressesAsync(host.Host, client.AddressFamily, isVoidCounted: false, ct)).Any(address => Fits(address, directive)))
                return true;
        }

        return false;
    }

    private async ValueTask<bool> MatchesPtrAsync(string domain, CancellationToken ct)
    {
        // RFC 7208 §5.5: an error means no match.
        var claimed = await names.ClaimedAsync(ct);
        if (claimed.Status is DnsStatus.NoRecords or DnsStatus.NoSuchName)
            budget.TakeVoid();
        return await names.AnyWithinAsync(domain, ct);
    }

    private async ValueTask<IReadOnlyList<IPAddress>> AddressesAsync(string host, AddressFamily family, bool isVoidCounted, CancellationToken ct) =>
        Checked(await dns.ResolveAddressesAsync(host, family, ct), host, isVoidCounted);

    private IReadOnlyList<T> Checked<T>(DnsAnswer<T> answer, string name, bool isVoidCounted)
    {
        if (answer.Status is DnsStatus.TemporaryFailure)
            throw new SpfException(SpfResult.TempError, $"{name} could not be looked up");
        if (!answer.IsFound && isVoidCounted)
            budget.TakeVoid();
        return answer.Records;
    }

    private bool Fits(IPAddress network, SpfDirective directive)
    {
        var one = network.GetAddressBytes();
        var other = client.GetAddressBytes();
        if (one.Length != other.Length)
            return false;
        int bits = client.AddressFamily is AddressFamily.InterNetworkV6 ? directive.Prefix6 : directive.Prefix4;
        int whole = bits / 8;
        if (!one.AsSpan(0, whole).SequenceEqual(other.AsSpan(0, whole)))
            return false;
        int mask = 0xff00 >> (bits % 8);
        return bits % 8 == 0 || ((one[whole] ^ other[whole]) & mask & 0xff) == 0;
    }
}
