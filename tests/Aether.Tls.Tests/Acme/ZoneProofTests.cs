using System.Net;
using System.Security.Cryptography;
using Aether.Configuration.Schema;
using Aether.Dns.Resolving;
using Aether.Dns.Updates;
using Aether.Testing.Servers;
using Aether.Tls.Acme;

namespace Aether.Tls.Tests.Acme;

/// <summary>Names, and all names below one, are proven by a record in a zone of Knot's. RFC 8555 §8.4, RFC 2136.</summary>
public sealed class ZoneProofTests : IAsyncLifetime
{
    private readonly byte[] secret = RandomNumberGenerator.GetBytes(32);
    private readonly AcmeNode node = new() { Proof = AcmeProof.Dns };
    private KnotServer knot = null!;

    public async ValueTask InitializeAsync()
    {
        knot = await KnotServer.StartWithKeyAsync("aether", Convert.ToBase64String(secret), ("mail.test", "_acme-challenge TXT \"somebody else's\""));
        node.Zones = Zones(secret);
        node.Authority.Prove = async (type, name, authorization) => type is "dns-01" && (await TextsAsync()).SequenceEqual(new[] { "somebody else's", ProofRecord.Of(name, authorization).Value }.Order(StringComparer.Ordinal));
    }

    public async ValueTask DisposeAsync()
    {
        await knot.DisposeAsync();
        await node.DisposeAsync();
    }

    [Fact]
    public async Task The_record_comes_beside_others_and_goes_again()
    {
        var (acme, certificates) = node.Open(static options => options, "*.mail.test");
        await acme.LookAsync(default);

        Assert.Equal(["*.mail.test"], certificates.Facts[0].Names);
        Assert.Equal(["somebody else's"], await TextsAsync());
        await acme.LookAsync(default);
        Assert.Equal(1, node.Authority.Issued); // the name is found in the certificate again
    }

    [Theory]
    [InlineData(false, "No zone in dns.updates covers")]
    [InlineData(true, "the server does not know the key")]
    public async Task What_can_t_be_published_is_told(bool hasZone, string told)
    {
        node.Zones = hasZone ? Zones(RandomNumberGenerator.GetBytes(32)) : new DnsZones([]);
        var (acme, _) = node.Open(static options => options, "mail.test");
        Assert.Contains(told, (await Assert.ThrowsAsync<AcmeException>(() => acme.LookAsync(default))).Message, StringComparison.Ordinal);
        Assert.Equal(["somebody else's"], await TextsAsync());
    }

    private DnsZones Zones(byte[] with) => new([new DnsUpdater(new IPEndPoint(IPAddress.Loopback, knot.Port), "mail.test", new TsigKey("aether", "hmac-sha256", with), TimeProvider.System)]);

    private async Task<IEnumerable<string>> TextsAsync() =>
        (await new DnsResolver(new DnsOptions { Servers = [new IPEndPoint(IPAddress.Loopback, knot.Port)] }, TimeProvider.System).ResolveTextAsync("_acme-challenge.mail.test", default)).Records.Order(StringComparer.Ordinal);
}
