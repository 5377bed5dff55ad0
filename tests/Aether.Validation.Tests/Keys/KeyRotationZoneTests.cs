using System.Net;
using System.Security.Cryptography;
using Aether.Dns.Resolving;
using Aether.Dns.Updates;
using Aether.Storage.Accounts;
using Aether.Testing.Servers;
using Aether.Testing.Stores;
using Aether.Validation.Dkim;
using Aether.Validation.Keys;
using Aether.Validation.Publishing;
using Aether.Validation.Tests.Dkim;
using Microsoft.Extensions.Logging.Abstractions;

namespace Aether.Validation.Tests.Keys;

/// <summary>Keys come and go by themselves in a zone of Knot's, and whoever looks there finds what mail was signed with. RFC 6376 §3.6, RFC 2136.</summary>
public sealed class KeyRotationZoneTests
{
    private const string Domain = "football.example.com";

    [Fact]
    public async Task Half_a_year_passes_without_a_hand_on_the_zone_and_no_mail_fails()
    {
        byte[] secret = RandomNumberGenerator.GetBytes(32);
        using var folder = new TemporaryFolder();
        await using var store = new TestStore();
        await using var knot = await KnotServer.StartWithKeyAsync("aether", Convert.ToBase64String(secret), (Domain, "@ TXT \"x\""));
        var dns = new DnsResolver(new DnsOptions { Servers = [new IPEndPoint(IPAddress.Loopback, knot.Port)] }, store.Clock);
        await store.Store.Directory.AddDomainAsync(Domain, null, default);
        var keys = new SigningKeys(store.Store.SigningKeys, new KeySealer(folder.File("key")), store.Clock, NullLogger<SigningKeys>.Instance);
        var updater = new DnsUpdater(new IPEndPoint(IPAddress.Loopback, knot.Port), Domain, new TsigKey("aether", "hmac-sha256", secret), TimeProvider.System);
        var publisher = new DomainPublisher(new DomainRecords("mail.example.com", keys, dns), [new UpdatePublisher(new DnsZones([updater]))]);
        var rotation = new KeyRotation(keys, dns, new RotationOptions(TimeSpan.FromDays(180), TimeSpan.FromDays(7)), store.Clock, NullLogger<KeyRotation>.Instance) { Publish = PublishAsync };
        await keys.CreateAsync(Domain, SigningKeyState.Signing, default);
        foreach (var key in await keys.ListAsync(Domain, default))
            Assert.Equal("", await PublishAsync(key, default));

        var first = await SignAsync();
        store.Clock.Advance(TimeSpan.FromDays(180));
        await rotation.RunAsync(default); // successors are made and published
        Assert.Equal(2, await CountAsync(SigningKeyState.Published));
        var last = await SignAsync();
        await rotation.RunAsync(default); // the zone has them: they sign
        Assert.Equal((2, 2), (await CountAsync(SigningKeyState.Signing), await CountAsync(SigningKeyState.Retired)));
        var next = await SignAsync();
        foreach (var mail in (string[])[first, last, next])
            await PassesAsync(mail);

        store.Clock.Advance(TimeSpan.FromDays(7));
        await rotation.RunAsync(default); // what the old ones signed has long arrived
        Assert.Equal((2, 0), (await CountAsync(SigningKeyState.Signing), await CountAsync(SigningKeyState.Retired)));
        await PassesAsync(next);

        async Task<string> PublishAsync(PublishedKey key, CancellationToken ct) => (await publisher.ReplaceAsync(new DomainRecord(key.RecordName, "TXT", key.RecordText, ""), ct)).Problem;

        async Task<int> CountAsync(SigningKeyState state) => (await keys.ListAsync(Domain, default)).Count(key => key.State == state);

        async Task PassesAsync(string mail)
        {
            var outcomes = await Samples.VerifyAsync(mail, dns, now: store.Clock.GetUtcNow());
            Assert.Equal(2, outcomes.Count);
            Assert.All(outcomes, outcome => Assert.Equal(DkimResult.Pass, outcome.Result));
        }

        async Task<string> SignAsync()
        {
            var message = Samples.Mail;
            foreach (var key in await keys.FindAsync(Domain, default))
                message = DkimSigner.Sign(Samples.Header(message), Samples.BodyHash(message), key, store.Clock.GetUtcNow()) + message;
            return message;
        }
    }
}
