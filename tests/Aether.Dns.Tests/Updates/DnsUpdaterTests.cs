using System.Net;
using System.Security.Cryptography;
using Aether.Dns.Resolving;
using Aether.Dns.Updates;
using Aether.Testing.Servers;

namespace Aether.Dns.Tests.Updates;

/// <summary>Knot takes our changes, and no one else's. RFC 2136, RFC 8945.</summary>
public sealed class DnsUpdaterTests : IAsyncLifetime
{
    private readonly byte[] secret = RandomNumberGenerator.GetBytes(32);
    private KnotServer knot = null!;

    public async ValueTask InitializeAsync() => knot = await KnotServer.StartWithKeyAsync("aether", Convert.ToBase64String(secret), ("example.test", "old TXT \"old\"\nold TXT \"older\"\n@ TXT \"others\""));

    public ValueTask DisposeAsync() => knot.DisposeAsync();

    [Fact]
    public async Task Records_of_all_kinds_are_added()
    {
        string text = new('x', 400);
        (string Name, string Type, string Value)[] records =
        [
            ("a.example.test", "A", "192.0.2.1"), ("a.example.test", "AAAA", "2001:db8::1"), ("c.example.test", "CNAME", "a.example.test."), ("example.test", "MX", "10 a.example.test."),
            ("long.example.test", "TXT", text), ("example.test", "TXT", "v=spf1 mx -all"), ("_x._tcp.example.test", "SRV", "0 1 465 a.example.test."), ("_25._tcp.a.example.test", "TLSA", "3 1 1 " + new string('a', 64)),
        ];
        foreach (var (name, type, value) in records)
            Assert.Equal(new DnsUpdateResult(DnsUpdateStatus.Done), await SendAsync(name, type, value, DnsChangeMode.Add));

        var dns = NewResolver();
        Assert.Equal(["2001:db8::1", "192.0.2.1"], (await dns.ResolveAddressesAsync("a.example.test", default)).Records.Select(address => address.ToString()));
        Assert.Equal("a.example.test", Assert.Single((await dns.ResolveMxAsync("example.test", default)).Records).Host);
        Assert.Equal(text, Assert.Single((await dns.ResolveTextAsync("long.example.test", default)).Records));
        Assert.Equal(["others", "v=spf1 mx -all"], (await dns.ResolveTextAsync("example.test", default)).Records.Order(StringComparer.Ordinal));
        Assert.Equal(3, Assert.Single((await dns.ResolveTlsaAsync("_25._tcp.a.example.test", default)).Records).Usage);
    }

    [Fact]
    public async Task What_is_there_stays_or_goes_as_it_is_asked()
    {
        Assert.Equal(DnsUpdateStatus.Exists, (await SendAsync("old.example.test", "TXT", "new", DnsChangeMode.AddFirst)).Status);
        Assert.Equal(DnsUpdateStatus.Done, (await SendAsync("first.example.test", "TXT", "new", DnsChangeMode.AddFirst)).Status);
        Assert.Equal(["old", "older"], (await NewResolver().ResolveTextAsync("old.example.test", default)).Records.Order(StringComparer.Ordinal));
        Assert.Equal(DnsUpdateStatus.Done, (await SendAsync("old.example.test", "TXT", "new", DnsChangeMode.Replace)).Status);
        Assert.Equal(["new"], (await NewResolver().ResolveTextAsync("old.example.test", default)).Records);
    }

    [Fact] // RFC 2136 §2.5.4.
    public async Task One_record_goes_and_those_beside_it_stay()
    {
        Assert.Equal(DnsUpdateStatus.Done, (await SendAsync("old.example.test", "TXT", "old", DnsChangeMode.Remove)).Status);
        Assert.Equal(DnsUpdateStatus.Done, (await SendAsync("old.example.test", "TXT", "never there", DnsChangeMode.Remove)).Status);
        Assert.Equal(["older"], (await NewResolver().ResolveTextAsync("old.example.test", default)).Records);
    }

    [Theory]
    [InlineData("a.example.test", "example.test")]
    [InlineData("EXAMPLE.test", "example.test")]
    [InlineData("a.sub.example.test", "sub.example.test")]
    [InlineData("notexample.test", null)]
    [InlineData("test", null)]
    public void Of_several_zones_the_longest_that_holds_a_name_is_the_one(string name, string? expected)
    {
        var zones = new DnsZones([.. new[] { "example.test", "sub.example.test" }.Select(zone => new DnsUpdater(new IPEndPoint(IPAddress.Loopback, 1), zone, Key(secret), TimeProvider.System))]);
        Assert.Equal(expected, zones.Find(name)?.Zone);
    }

    [Fact]
    public async Task Nobody_else_changes_anything_and_we_change_nothing_of_others()
    {
        Assert.Equal(DnsUpdateStatus.Refused, (await SendAsync("a.example.test", "A", "192.0.2.1", DnsChangeMode.Add, RandomNumberGenerator.GetBytes(32))).Status);
        Assert.Equal(DnsUpdateStatus.Refused, (await SendAsync("a.example.test", "A", "192.0.2.1", DnsChangeMode.Add, name: "other")).Status);
        Assert.Equal(DnsUpdateStatus.Refused, (await SendAsync("a.other.test", "A", "192.0.2.1", DnsChangeMode.Add)).Status);
        Assert.Empty((await NewResolver().ResolveAddressesAsync("a.example.test", default)).Records);
        var nobody = new DnsUpdater(new IPEndPoint(IPAddress.Loopback, FreePorts.Take(1)[0]), "example.test", Key(secret), TimeProvider.System);
        Assert.Equal(DnsUpdateStatus.Failed, (await nobody.SendAsync(new DnsChange("a.example.test", "A", "192.0.2.1", TimeSpan.FromHours(1), DnsChangeMode.Add), default)).Status);
    }

    [Theory]
    [InlineData("A", "2001:db8::1")]
    [InlineData("MX", "x a.test.")]
    [InlineData("MX", "70000 a.test.")]
    [InlineData("TLSA", "3 1 1")]
    [InlineData("NAPTR", "x")]
    public async Task What_is_no_record_is_not_sent(string type, string value) => Assert.Equal(DnsUpdateStatus.Failed, (await SendAsync("a.example.test", type, value, DnsChangeMode.Add)).Status);

    private static TsigKey Key(byte[] secret, string name = "aether") => new(name, "hmac-sha256", secret);

    private Task<DnsUpdateResult> SendAsync(string record, string type, string value, DnsChangeMode mode, byte[]? with = null, string name = "aether") =>
        new DnsUpdater(new IPEndPoint(IPAddress.Loopback, knot.Port), "example.test", Key(with ?? secret, name), TimeProvider.System).SendAsync(new DnsChange(record, type, value, TimeSpan.FromHours(1), mode), default);

    private DnsResolver NewResolver() => new(new DnsOptions { Servers = [new IPEndPoint(IPAddress.Loopback, knot.Port)] }, TimeProvider.System);
}
