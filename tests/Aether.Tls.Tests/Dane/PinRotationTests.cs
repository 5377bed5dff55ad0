using System.Net;
using System.Security.Cryptography;
using Aether.Dns.Resolving;
using Aether.Dns.Updates;
using Aether.Testing.Servers;
using Aether.Tls.Acme;
using Aether.Tls.Certificates;
using Aether.Tls.Dane;
using Aether.Tls.Tests.Acme;

namespace Aether.Tls.Tests.Dane;

/// <summary>Pins of our keys in a zone of Knot's, over the life of several certificates: what any cache remembers fits the key that serves. RFC 7671 §8.</summary>
public sealed class PinRotationTests : IAsyncLifetime
{
    private const string Name = "_25._tcp.mail.test";

    private readonly byte[] secret = RandomNumberGenerator.GetBytes(32);
    private readonly AcmeNode node = new();
    private KnotServer knot = null!;
    private DnsUpdater zone = null!;
    private AcmeService acme = null!;
    private CertificateSource certificates = null!;

    public async ValueTask InitializeAsync()
    {
        knot = await KnotServer.StartWithKeyAsync("aether", Convert.ToBase64String(secret), ("mail.test", ""));
        zone = new DnsUpdater(new IPEndPoint(IPAddress.Loopback, knot.Port), "mail.test", new TsigKey("aether", "hmac-sha256", secret), TimeProvider.System);
        node.Zones = new DnsZones([zone]);
        node.Dns = new DnsResolver(new DnsOptions { Servers = [new IPEndPoint(IPAddress.Loopback, knot.Port)] }, node.Store.Clock);
        (acme, certificates) = node.Open(static options => options, "mail.test");
    }

    public async ValueTask DisposeAsync()
    {
        await knot.DisposeAsync();
        await node.DisposeAsync();
    }

    [Fact]
    public async Task Where_nothing_is_pinned_each_certificate_has_a_key_of_its_own_and_nothing_is_published()
    {
        await acme.LookAsync(default);
        string first = Served;
        await PassAsync(TimeSpan.FromDays(80));
        Assert.NotEqual(first, Served);
        Assert.Empty(await PinnedAsync());
    }

    [Fact]
    public async Task A_pinned_key_is_followed_by_one_that_was_pinned_long_before()
    {
        await acme.LookAsync(default);
        await PinAsync([.. (await node.Keys.ListAsync(default)).Select(key => key.Pin)]);
        var keys = new HashSet<string>();
        var remembered = new Queue<HashSet<string>>(); // what caches may still say
        for (int day = 0; day < 400; day++)
        {
            await PassAsync(TimeSpan.FromDays(1));
            keys.Add(Served);
            remembered.Enqueue(await PinnedAsync());
            Assert.All(remembered, pins => Assert.Contains(Served, pins));
            if (remembered.Count > 1) // a day
                remembered.Dequeue();
        }

        Assert.InRange(keys.Count, 5, 8);
        Assert.Equal([.. (await node.Keys.ListAsync(default)).Select(key => key.Pin).Order(StringComparer.Ordinal)], (await PinnedAsync()).Order(StringComparer.Ordinal)); // and no old one
    }

    [Fact]
    public async Task Where_the_zone_can_t_be_changed_the_key_stays()
    {
        await acme.LookAsync(default);
        string first = Served;
        await PinAsync(first);
        node.Zones = new DnsZones([]);
        (acme, certificates) = node.Open(static options => options, "mail.test");
        for (int i = 0; i < 100; i++)
            await PassAsync(TimeSpan.FromDays(2));
        Assert.Equal((first, true), (Served, node.Authority.Issued > 2));

        // Its owner publishes the next one by hand, and it takes over with the certificate after that.
        await PinAsync((await node.Keys.ListAsync(default))[1].Pin);
        for (int i = 0; i < 40; i++)
            await PassAsync(TimeSpan.FromDays(2));
        Assert.NotEqual(first, Served);
    }

    [Fact]
    public async Task The_key_of_the_self_signed_certificate_stays_when_it_is_pinned()
    {
        var key = Assert.Single(await node.Keys.ListAsync(default));
        Assert.Equal((false, true), (key.IsNext, key.IsSelfSigned));
        await PinAsync(key.Pin);

        await acme.LookAsync(default);
        Assert.Equal((1, key.Pin), (node.Authority.Issued, Served));
        Assert.Equal([new HostKey(key.Pin, false, false)], (await node.Keys.ListAsync(default)).Take(1));
    }

    [Fact]
    public async Task While_nobody_knows_what_is_pinned_the_key_stays()
    {
        await acme.LookAsync(default);
        string first = Served;
        node.Dns = new EmptyDns(DnsStatus.TemporaryFailure);
        (acme, certificates) = node.Open(static options => options, "mail.test");
        await PassAsync(TimeSpan.FromDays(80));
        Assert.Equal((2, first), (node.Authority.Issued, Served));
    }

    private string Served => KeyPin.Of(certificates.Find("mail.test").Leaf);

    private async Task PassAsync(TimeSpan time)
    {
        node.Store.Clock.Advance(time);
        await acme.LookAsync(default);
    }

    private async Task PinAsync(params string[] pins)
    {
        foreach (string pin in pins)
            Assert.Equal(DnsUpdateStatus.Done, (await zone.SendAsync(new DnsChange(Name, "TLSA", KeyPin.Form + pin, TimeSpan.FromHours(1), DnsChangeMode.Add), default)).Status);
        node.Store.Clock.Advance(TimeSpan.FromHours(2)); // until the resolver forgets that there was none
    }

    /// <summary>What the zone has, past all caches.</summary>
    private async Task<HashSet<string>> PinnedAsync()
    {
        var dns = new DnsResolver(new DnsOptions { Servers = [new IPEndPoint(IPAddress.Loopback, knot.Port)] }, TimeProvider.System);
        return [.. (await dns.ResolveTlsaAsync(Name, default)).Records.Select(static record => Convert.ToHexStringLower(record.Data.Span))];
    }
}
