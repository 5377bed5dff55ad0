using System.Net;
using Aether.Dns.Resolving;
using Aether.Queue.Routing;
using Aether.Queue.Settings;

namespace Aether.Queue.Tests.Routing;

/// <summary>Case R06, and RFC 5321 §5.1.</summary>
public sealed class RouterTests
{
    private static readonly CancellationToken None = CancellationToken.None;
    private readonly FakeResolver dns = new();

    [Fact]
    public async Task Exchangers_come_by_preference()
    {
        dns.Mx("b.test", (20, "mx2.b.test"), (10, "mx1.b.test"), (30, "mx3.b.test"));
        var route = await Router().FindAsync("b.test", None);
        Assert.Equal(["mx1.b.test:25", "mx2.b.test:25", "mx3.b.test:25"], route.Hops.Select(hop => hop.ToString()));
    }

    [Fact]
    public async Task A_domain_without_mx_is_its_own_exchanger()
    {
        dns.Address("b.test", "192.0.2.5");
        Assert.Equal("b.test:25", Assert.Single((await Router().FindAsync("b.test", None)).Hops).ToString());
    }

    [Fact]
    public async Task A_null_mx_and_missing_domains_fail_for_good_and_broken_dns_for_now()
    {
        dns.Mx("null.test", (0, "")).Mx("broken.test", DnsStatus.TemporaryFailure).Mx("half.test", DnsStatus.NoRecords).Address("half.test", DnsStatus.TemporaryFailure).Mx("empty.test", DnsStatus.NoRecords);
        Assert.Equal("556 5.1.10 The domain takes no mail", (await Router().FindAsync("null.test", None)).Failure!.ToString()); // RFC 7505 §4.2
        Assert.Equal((550, "5.1.2"), Code(await Router().FindAsync("missing.test", None)));
        Assert.Equal((550, "5.1.2"), Code(await Router().FindAsync("empty.test", None)));
        Assert.Equal((451, "4.4.3"), Code(await Router().FindAsync("broken.test", None)));
        Assert.Equal((451, "4.4.3"), Code(await Router().FindAsync("half.test", None)));
    }

    [Fact]
    public async Task Where_we_are_an_exchanger_only_better_ones_are_used()
    {
        dns.Mx("b.test", (10, "mx1.b.test"), (20, "Mail.Our.Test"), (20, "mx2.b.test"), (30, "mx3.b.test")).Mx("loop.test", (10, "mail.our.test"), (20, "x.test"));
        Assert.Equal(["mx1.b.test"], (await Router().FindAsync("b.test", None)).Hops.Select(hop => hop.Host));
        Assert.Equal((554, "5.4.6"), Code(await Router().FindAsync("loop.test", None)));
    }

    [Theory]
    [InlineData("127.0.0.1"), InlineData("127.1.2.3"), InlineData("10.0.0.1"), InlineData("192.168.1.1"), InlineData("172.16.0.1"), InlineData("169.254.169.254")]
    [InlineData("::1"), InlineData("::"), InlineData("fd00::1"), InlineData("fe80::1"), InlineData("::ffff:127.0.0.1"), InlineData("0.0.0.0"), InlineData("198.51.100.7")]
    public async Task A_strangers_mx_leads_neither_to_us_nor_inside(string address)
    {
        dns.Address("mx.b.test", address, "203.0.113.5");
        var router = Router(routing => routing with { OwnAddresses = [IPAddress.Parse("198.51.100.7")] });
        Assert.Equal([IPAddress.Parse("203.0.113.5")], await router.AddressesAsync(new NextHop("mx.b.test", 25, TlsPolicy.Opportunistic, HopOrigin.Dns), None));
    }

    [Fact]
    public async Task What_is_allowed_or_configured_may_lie_inside()
    {
        dns.Address("mx.b.test", "127.0.0.1");
        var allowed = Router(routing => routing with { AllowedNetworks = [IPNetwork.Parse("127.0.0.0/8")] });
        Assert.Single(await allowed.AddressesAsync(new NextHop("mx.b.test", 25, TlsPolicy.Opportunistic, HopOrigin.Dns), None));
        Assert.Single(await Router().AddressesAsync(new NextHop("127.0.0.1", 2525, TlsPolicy.None, HopOrigin.Configuration), None));
    }

    [Fact]
    public async Task Hosts_and_addresses_are_bounded()
    {
        dns.Mx("many.test", [.. Enumerable.Range(0, 100).Select(i => (i, $"mx{i}.test"))]).Address("mx0.test", [.. Enumerable.Range(1, 50).Select(i => $"203.0.113.{i}")]);
        var route = await Router().FindAsync("many.test", None);
        Assert.Equal(10, route.Hops.Count);
        Assert.Equal(4, (await Router().AddressesAsync(route.Hops[0], None)).Count);
    }

    [Fact]
    public async Task An_address_literal_is_its_own_host()
    {
        Assert.Equal("203.0.113.9", Assert.Single((await Router().FindAsync("[203.0.113.9]", None)).Hops).Host);
        Assert.Equal((550, "5.1.2"), Code(await Router().FindAsync("[nonsense]", None)));
        Assert.Empty(await Router().AddressesAsync((await Router().FindAsync("[127.0.0.1]", None)).Hops[0], None));
    }

    [Fact]
    public async Task The_first_rule_that_fits_wins()
    {
        var smart = new NextHop("smart.test", 2526, TlsPolicy.None, HopOrigin.Configuration);
        var other = smart with { Host = "other.test" };
        var router = Router(routing => routing with { Rules = [new RouteRule("*.b.test", [other]), new RouteRule("c.test", [other]), new RouteRule("*", [smart])] });
        Assert.Equal("other.test", (await router.FindAsync("x.b.test", None)).Hops[0].Host);
        Assert.Equal("other.test", (await router.FindAsync("c.test", None)).Hops[0].Host);
        Assert.Equal("smart.test", (await router.FindAsync("b.test", None)).Hops[0].Host);
    }

    private static (int, string) Code(Route route) => (route.Failure!.Code, route.Failure.Enhanced.ToString()!);

    private Router Router(Func<RoutingOptions, RoutingOptions>? change = null) =>
        new(new QueueOptions("mail.our.test") { Routing = change?.Invoke(new RoutingOptions()) ?? new RoutingOptions() }, dns);
}
