using System.Net;
using Aether.Dns.Resolving;
using Aether.Testing.Dns;
using Microsoft.Extensions.Time.Testing;

namespace Aether.Dns.Tests.Resolving;

/// <summary>The resolver against a name server on loopback.</summary>
public sealed class DnsResolverTests : IAsyncLifetime
{
    private static readonly CancellationToken None = TestContext.Current.CancellationToken;
    private readonly DnsTestServer server = new(new DnsZone());
    private readonly FakeTimeProvider clock = new();

    private DnsResolver Resolver => field ??= new DnsResolver(new DnsOptions { Servers = [server.Address], MaxRecords = 3, TotalTimeout = TimeSpan.FromMinutes(1) }, clock);

    public ValueTask InitializeAsync() => default;

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Fact]
    public async Task Exchangers_are_found()
    {
        server.Zone.Mx("example.test", 10, "mx1.example.test").Mx("example.test", 20, "mx2.example.test");
        var answer = await Resolver.ResolveMxAsync("example.test", None);
        Assert.Equal(DnsStatus.Found, answer.Status);
        Assert.Equal([new MxRecord(10, "mx1.example.test"), new MxRecord(20, "mx2.example.test")], answer.Records.OrderBy(mx => mx.Preference));
    }

    [Fact] // RFC 7505 §3
    public async Task A_null_mx_is_recognised()
    {
        server.Zone.Mx("example.test", 0, "");
        var answer = await Resolver.ResolveMxAsync("example.test", None);
        Assert.True(Assert.Single(answer.Records).IsNull);
    }

    [Fact]
    public async Task Addresses_of_both_families_come_together()
    {
        server.Zone.Address("mx.example.test", "192.0.2.1").Address("mx.example.test", "2001:db8::1");
        var answer = await Resolver.ResolveAddressesAsync("mx.example.test", None);
        Assert.Equal([IPAddress.Parse("2001:db8::1"), IPAddress.Parse("192.0.2.1")], answer.Records);
    }

    [Fact]
    public async Task Strings_of_a_text_record_are_joined()
    {
        server.Zone.Text("example.test", "v=spf1 ", "-all");
        Assert.Equal(["v=spf1 -all"], (await Resolver.ResolveTextAsync("example.test", None)).Records);
    }

    [Fact]
    public async Task Absence_and_failure_are_told_apart()
    {
        server.Zone.Address("example.test", "192.0.2.1").Fails("broken.test");
        Assert.Equal(DnsStatus.NoRecords, (await Resolver.ResolveMxAsync("example.test", None)).Status);
        Assert.Equal(DnsStatus.NoSuchName, (await Resolver.ResolveMxAsync("missing.test", None)).Status);
        Assert.Equal(DnsStatus.TemporaryFailure, (await Resolver.ResolveMxAsync("broken.test", None)).Status);
        Assert.Equal(DnsStatus.TemporaryFailure, (await Resolver.ResolveAddressesAsync("broken.test", None)).Status);
    }

    [Fact]
    public async Task A_failure_is_not_remembered()
    {
        server.Zone.Address("mx.test", "192.0.2.1").Fails("mx.test");
        Assert.Equal(DnsStatus.TemporaryFailure, (await Resolver.ResolveAddressesAsync("mx.test", None)).Status);
        server.Zone.Heals("mx.test");
        Assert.Equal(DnsStatus.Found, (await Resolver.ResolveAddressesAsync("mx.test", None)).Status);
    }

    [Fact] // RFC 2308 §5
    public async Task Answers_of_both_kinds_are_kept_for_their_time_to_live()
    {
        server.Zone.Mx("example.test", 10, "mx1.example.test");
        for (int i = 0; i < 3; i++)
        {
            await Resolver.ResolveMxAsync("EXAMPLE.test", None);
            await Resolver.ResolveMxAsync("missing.test", None);
        }

        Assert.Equal(2, server.Questions);
        clock.Advance(TimeSpan.FromSeconds(61));
        await Resolver.ResolveMxAsync("example.test", None);
        await Resolver.ResolveMxAsync("missing.test", None);
        Assert.Equal(4, server.Questions);
    }

    [Fact] // R06
    public async Task Records_beyond_the_limit_are_dropped()
    {
        for (int i = 0; i < 20; i++)
            server.Zone.Mx("many.test", i, $"mx{i}.many.test");
        Assert.Equal(3, (await Resolver.ResolveMxAsync("many.test", None)).Records.Count);
    }

    [Fact]
    public async Task Names_that_cannot_be_do_not_exist()
    {
        Assert.Equal(DnsStatus.NoSuchName, (await Resolver.ResolveMxAsync(new string('a', 300), None)).Status);
        Assert.Equal(DnsStatus.NoSuchName, (await Resolver.ResolveMxAsync("\u00e9" + new string('a', 80) + ".test", None)).Status);
    }

    [Fact] // RFC 5890
    public async Task A_u_label_is_asked_as_its_a_label()
    {
        server.Zone.Mx("xn--bcher-kva.example", 10, "mx.test");
        Assert.Equal(DnsStatus.Found, (await Resolver.ResolveMxAsync("b\u00fccher.example", None)).Status);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_a_temporary_failure()
    {
        var dead = new DnsResolver(new DnsOptions { Servers = [new IPEndPoint(IPAddress.Loopback, 1)], QueryTimeout = TimeSpan.FromMilliseconds(200), Retries = 0 }, TimeProvider.System);
        Assert.Equal(DnsStatus.TemporaryFailure, (await dead.ResolveMxAsync("example.test", None)).Status);
    }
}
