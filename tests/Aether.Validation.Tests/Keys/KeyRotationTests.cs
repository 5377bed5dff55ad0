using Aether.Storage.Accounts;
using Aether.Testing.Stores;
using Aether.Validation.Dkim;
using Aether.Validation.Keys;
using Aether.Validation.Tests.Dkim;
using Microsoft.Extensions.Logging.Abstractions;

namespace Aether.Validation.Tests.Keys;

public sealed class KeyRotationTests : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;
    private readonly TestStore store = new();
    private readonly TemporaryFolder folder = new();
    private readonly TableResolver dns = new();
    private SigningKeys keys = null!;
    private KeyRotation rotation = null!;

    public async ValueTask InitializeAsync()
    {
        await store.Store.Directory.AddDomainAsync("football.example.com", null, None);
        keys = new SigningKeys(store.Store.SigningKeys, new KeySealer(folder.File("key")), store.Clock, NullLogger<SigningKeys>.Instance);
        rotation = new KeyRotation(keys, dns, new RotationOptions(TimeSpan.FromDays(180), TimeSpan.FromDays(7)), store.Clock, NullLogger<KeyRotation>.Instance);
        await keys.CreateAsync("football.example.com", SigningKeyState.Signing, None);
        await PublishAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await store.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task Keys_are_published_then_sign_then_retire_and_no_mail_fails()
    {
        Assert.Equal((0, 2, 0), await PassAsync(179));
        Assert.Equal((2, 2, 0), await PassAsync(1)); // successors are made
        var signed = await SignAsync();
        Assert.Equal((2, 2, 0), await PassAsync(30)); // and wait for the DNS however long it takes

        await PublishAsync();
        Assert.Equal((0, 2, 2), await PassAsync(0)); // now they sign
        Assert.All(await Samples.VerifyAsync(signed, dns, now: store.Clock.GetUtcNow()), outcome => Assert.Equal(DkimResult.Pass, outcome.Result));
        var later = await SignAsync();

        Assert.Equal((0, 2, 2), await PassAsync(6)); // mail signed before may still be under way
        Assert.All(await Samples.VerifyAsync(signed, dns, now: store.Clock.GetUtcNow()), outcome => Assert.Equal(DkimResult.Pass, outcome.Result));
        Assert.Equal((0, 2, 0), await PassAsync(1)); // and then no more
        Assert.All(await Samples.VerifyAsync(later, dns, now: store.Clock.GetUtcNow()), outcome => Assert.Equal(DkimResult.Pass, outcome.Result));
        Assert.NotEqual(Selectors(signed), Selectors(later));
    }

    [Fact]
    public async Task A_record_with_another_key_activates_nothing()
    {
        await PassAsync(180);
        foreach (var key in (await keys.ListAsync(null, None)).Where(key => key.State is SigningKeyState.Published))
            dns.Text(key.RecordName, "v=DKIM1; k=rsa; p=AAAA");
        Assert.Equal((2, 2, 0), await PassAsync(1));
    }

    [Fact]
    public async Task One_kind_may_be_published_before_the_other()
    {
        await PassAsync(180);
        var rsa = (await keys.ListAsync(null, None)).Single(key => key is { State: SigningKeyState.Published, Algorithm: "rsa-sha256" });
        dns.Text(rsa.RecordName, rsa.RecordText);
        Assert.Equal((1, 2, 1), await PassAsync(0));
        Assert.Equal(["ed25519-sha256", "rsa-sha256"], (await keys.FindAsync("football.example.com", None)).Select(key => key.AlgorithmName).Order());
    }

    private static string Selectors(string message) => string.Concat(message.Split("\ts=").Skip(1).Select(part => part[..part.IndexOf(';', StringComparison.Ordinal)]));

    private async Task<string> SignAsync()
    {
        var message = Samples.Mail;
        foreach (var key in await keys.FindAsync("football.example.com", None))
            message = DkimSigner.Sign(Samples.Header(message), Samples.BodyHash(message), key, store.Clock.GetUtcNow()) + message;
        return message;
    }

    private async Task PublishAsync()
    {
        foreach (var key in await keys.ListAsync(null, None))
            dns.Clear(key.RecordName).Text(key.RecordName, key.RecordText);
    }

    /// <returns>How many keys wait, sign and are retired after the rotation had its turn, some days later.</returns>
    private async Task<(int, int, int)> PassAsync(int days)
    {
        store.Clock.Advance(TimeSpan.FromDays(days));
        await rotation.RunAsync(None);
        var all = await keys.ListAsync(null, None);
        return (Count(SigningKeyState.Published), Count(SigningKeyState.Signing), Count(SigningKeyState.Retired));

        int Count(SigningKeyState state) => all.Count(key => key.State == state);
    }
}
