using System.Net;
using System.Text;
using Aether.Dns.Resolving;
using Aether.Http.Guarded;
using Aether.Protocol.Smtp;
using Aether.Queue.Settings;

namespace Aether.Queue.Routing;

/// <summary>Finds the hosts that take mail for a domain: a configured route, or MX with its fall-back to A and AAAA. RFC 5321 §5.1, RFC 7505.</summary>
public sealed class Router(QueueOptions options, IDnsResolver dns)
{
    private readonly RoutingOptions routing = options.Routing;

    /// <summary>The rules that come before the DNS.</summary>
    public RouteTable Table { get; } = new(options.Routing.Rules);

    /// <summary>Where the mail of a domain goes that has nothing particular about it.</summary>
    /// <param name="domain">Lower case, A-labels, or an address literal.</param>
    public ValueTask<Route> FindAsync(string domain, CancellationToken ct) =>
        FindAsync(domain, Table.Find(new RouteFacts(domain, "*@" + domain, "", 0, default, 0, TimeSpan.Zero, [])), ct);

    /// <param name="domain">Lower case, A-labels, or an address literal.</param>
    /// <param name="rule">The rule that fits, or null.</param>
    /// <param name="ct">Fires when the server stops at once.</param>
    public async ValueTask<Route> FindAsync(string domain, RouteRule? rule, CancellationToken ct)
    {
        if (rule is { Via.Count: > 0 })
            return new Route(rule.IsBalanced ? Balance(rule.Via) : rule.Via, null);

        if (domain.StartsWith('['))
        {
            return DomainGrammar.TryParseLiteral(Encoding.ASCII.GetBytes(domain), out var address)
                ? new Route([new NextHop(address.ToString(), routing.Port, TlsPolicy.Opportunistic, HopOrigin.Dns)], null)
                : Route.Fail(550, new(5, 1, 2), "Not an address literal");
        }

        var answer = await dns.ResolveMxAsync(domain, ct);
        return answer.Status switch
        {
            DnsStatus.Found => FromExchangers(answer.Records) with { IsAuthentic = answer.IsAuthentic },
            DnsStatus.NoSuchName => Route.Fail(550, new(5, 1, 2), "The domain does not exist"),
            DnsStatus.NoRecords => await FromAddressesAsync(domain, ct),
            _ => Route.Fail(451, new(4, 4, 3), "The domain's mail exchangers can't be looked up now"),
        };
    }

    /// <summary>The addresses of a host, without those that must not be connected to.</summary>
    public async ValueTask<IReadOnlyList<IPAddress>> AddressesAsync(NextHop hop, CancellationToken ct)
    {
        var found = IPAddress.TryParse(hop.Host, out var literal) ? [literal] : (await dns.ResolveAddressesAsync(hop.Host, ct)).Records;
        if (hop.Origin is HopOrigin.Configuration)
        {
            // What the operator names may live in the hosts file alone.
            return found.Count > 0 ? found : await SystemAddressesAsync(hop.Host, ct);
        }

        return [.. found.Where(MayConnect).Take(routing.MaxAddressesPerHost)];
    }

    /// <summary>Each host comes first as often as its weight says; the others stand behind it for when it fails.</summary>
    private static NextHop[] Balance(IReadOnlyList<NextHop> hops) =>
        [.. hops.OrderBy(hop => -Math.Log(1 - Random.Shared.NextDouble()) / hop.Weight)];

    private Route FromExchangers(IReadOnlyList<MxRecord> records)
    {
        // RFC 7505 §3: one record with the root alone.
        if (records.Any(mx => mx.IsNull))
            return Route.Fail(556, new(5, 1, 10), "The domain takes no mail");

        // RFC 5321 §5.1: equal preferences in random order; if we are one of them, only better ones are left.
        int own = records.Where(mx => IsOwnName(mx.Host)).Select(mx => mx.Preference).DefaultIfEmpty(int.MaxValue).Min();
        var better = records.Where(mx => mx.Preference < own).ToArray();
        if (better.Length == 0)
            return Route.Fail(554, new(5, 4, 6), "Mail for the domain loops back to us");

        Random.Shared.Shuffle(better);
        return new Route([.. better.OrderBy(mx => mx.Preference).Take(routing.MaxHosts).Select(mx => ToHop(mx.Host))], null);
    }

    private async ValueTask<Route> FromAddressesAsync(string domain, CancellationToken ct)
    {
        // RFC 5321 §5.1: without MX, the domain is its own exchanger.
        var addresses = await dns.ResolveAddressesAsync(domain, ct);
        if (addresses.Status is DnsStatus.TemporaryFailure)
            return Route.Fail(451, new(4, 4, 3), "The domain's addresses can't be looked up now");
        if (!addresses.IsFound)
            return Route.Fail(550, new(5, 1, 2), "The domain has neither mail exchangers nor addresses");
        return addresses.Records.Any(routing.OwnAddresses.Contains) || IsOwnName(domain)
            ? Route.Fail(554, new(5, 4, 6), "Mail for the domain loops back to us")
            : new Route([ToHop(domain)], null) { IsAuthentic = addresses.IsAuthentic };
    }

    private NextHop ToHop(string host) => new(host, routing.Port, TlsPolicy.Opportunistic, HopOrigin.Dns);

    private bool IsOwnName(string host) => string.Equals(host, options.Hostname, StringComparison.OrdinalIgnoreCase);

    // Case R06: a stranger's MX must not make us talk to ourselves, or to what only we can reach.
    private bool MayConnect(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        if (routing.AllowedNetworks.Any(network => network.Contains(address)))
            return true;
        return !routing.OwnAddresses.Contains(address) && !PrivateNetworks.Contains(address);
    }

    private static async ValueTask<IReadOnlyList<IPAddress>> SystemAddressesAsync(string host, CancellationToken ct)
    {
        try
        {
            return await System.Net.Dns.GetHostAddressesAsync(host, ct);
        }
        catch (System.Net.Sockets.SocketException)
        {
            return [];
        }
    }
}
