using Aether.Storage.Accounts;
using Aether.Testing.Stores;
using Aether.Validation.Dkim;
using Aether.Validation.Keys;
using Aether.Validation.Publishing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Aether.Validation.Tests.Keys;

public sealed class SigningKeysTests : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;
    private readonly TestStore store = new();
    private readonly TemporaryFolder folder = new();

    private SigningKeys Keys => field ??= NewKeys("key");

    public async ValueTask InitializeAsync() => await store.Store.Directory.AddDomainAsync("example.test", null, None);

    public async ValueTask DisposeAsync()
    {
        await store.DisposeAsync();
        folder.Dispose();
    }

    [Fact] // RFC 8301 §3.2, RFC 8463
    public async Task A_domain_gets_a_key_of_each_kind_and_both_sign()
    {
        Assert.True(await Keys.CreateAsync("example.test", SigningKeyState.Signing, None));
        Assert.Equal(["ed25519-sha256", "rsa-sha256"], (await Keys.FindAsync("example.test", None)).Select(key => key.AlgorithmName).Order());
        Assert.All(await Keys.ListAsync("example.test", None), key => Assert.NotNull(DkimKeyRecord.Parse(key.RecordText, out _)));
        Assert.False(await Keys.CreateAsync("other.test", SigningKeyState.Signing, None));
        Assert.All(await store.Store.SigningKeys.ListAsync(null, None), row => Assert.StartsWith("1:", row.Secret, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_subdomain_is_signed_for_by_the_domain_above_it()
    {
        await Keys.CreateAsync("example.test", SigningKeyState.Signing, None);
        Assert.Equal(2, (await Keys.FindAsync("mail.example.test", None)).Count);
        Assert.Empty(await Keys.FindAsync("notexample.test", None));
    }

    [Fact]
    public async Task Only_keys_that_are_to_sign_do_and_a_change_holds_at_once()
    {
        await Keys.CreateAsync("example.test", SigningKeyState.Published, None);
        Assert.Empty(await Keys.FindAsync("example.test", None));
        var selector = (await Keys.ListAsync(null, None))[0].Selector;
        Assert.True(await Keys.SetStateAsync("example.test", selector, SigningKeyState.Signing, None));
        Assert.Equal(selector, Assert.Single(await Keys.FindAsync("example.test", None)).Selector);
        await Keys.SetStateAsync("example.test", selector, SigningKeyState.Retired, None);
        Assert.Empty(await Keys.FindAsync("example.test", None));
        Assert.True(await Keys.RemoveAsync("example.test", selector, None));
        Assert.False(await Keys.RemoveAsync("example.test", selector, None));
    }

    [Fact]
    public async Task New_keys_stand_beside_old_ones_of_the_same_day()
    {
        await Keys.CreateAsync("example.test", SigningKeyState.Signing, None);
        Assert.True(await Keys.CreateAsync("example.test", SigningKeyState.Published, None));
        Assert.Equal(4, (await Keys.ListAsync("example.test", None)).Select(key => key.Selector).Distinct().Count());
    }

    [Fact]
    public async Task A_key_sealed_with_another_file_signs_nothing()
    {
        await Keys.CreateAsync("example.test", SigningKeyState.Signing, None);
        var stranger = NewKeys("other");
        Assert.Empty(await stranger.FindAsync("example.test", None));
        Assert.All(await stranger.ListAsync("example.test", None), key => Assert.Equal("", key.RecordText));
    }

    [Fact]
    public async Task What_is_published_is_compared_with_what_should_be()
    {
        await Keys.CreateAsync("example.test", SigningKeyState.Signing, None);
        var dns = new TableResolver().Mx("example.test", 10, "other.test").Text("example.test", "v=spf1 include:x.test -all").Text("example.test", "unrelated").Fails<string>("_smtp._tls.example.test").Text("_dmarc.example.test", "v=DMARC1; p=what");
        var published = await Keys.ListAsync("example.test", None);
        dns.Text(published[0].RecordName, published[0].RecordText + "; t=s").Text(published[1].RecordName, "v=DKIM1; p=AAAA");
        var records = new DomainRecords("mx.example.test", Keys, dns);

        var findings = (await records.CheckAsync("example.test", None)).ToDictionary(finding => finding.Record.Name + finding.Record.Type, finding => finding.State);
        Assert.Equal(RecordState.Different, findings["example.testMX"]);
        Assert.Equal(RecordState.Published, findings["example.testTXT"]);
        Assert.Equal(RecordState.Different, findings["_dmarc.example.testTXT"]);
        Assert.Equal(RecordState.Unknown, findings["_smtp._tls.example.testTXT"]);
        Assert.Equal(RecordState.Published, findings[published[0].RecordName + "TXT"]);
        Assert.Equal(RecordState.Different, findings[published[1].RecordName + "TXT"]);
        Assert.All(await records.CheckAsync("example.test", None), finding => Assert.Equal(finding.State is RecordState.Published, finding.Remedy.Length == 0));
    }

    [Fact] // RFC 1035 §3.3.14
    public void A_long_record_is_written_in_several_strings()
    {
        var line = new DomainRecord("a.test", "TXT", new string('x', 300) + "\"", "").ToZoneLine();
        Assert.Equal($"a.test. IN TXT \"{new string('x', 255)}\" \"{new string('x', 45)}\\\"\"", line);
    }

    private SigningKeys NewKeys(string file) => new(store.Store.SigningKeys, new KeySealer(folder.File(file)), store.Clock, NullLogger<SigningKeys>.Instance);
}
