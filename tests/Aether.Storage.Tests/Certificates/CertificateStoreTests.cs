using Aether.Storage.Backup;
using Aether.Storage.Certificates;
using Aether.Testing.Stores;

namespace Aether.Storage.Tests.Certificates;

/// <summary>What nodes share to serve, renew and prove certificates, on both engines.</summary>
public sealed class CertificateStoreTests : IAsyncLifetime
{
    private readonly TestStore store = new();

    private CertificateStore Certificates => store.Store.Certificates;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => store.DisposeAsync();

    [Fact]
    public async Task An_item_is_found_replaced_and_removed()
    {
        Assert.Null(await Certificates.FindAsync(CertificateItemKind.Certificate, "acme", default));
        await Certificates.SetAsync(CertificateItemKind.Certificate, "acme", "first", null, default);
        await Certificates.SetAsync(CertificateItemKind.NextKey, "acme", "another kind", null, default);
        store.Clock.Advance(TimeSpan.FromDays(400));
        await Certificates.SetAsync(CertificateItemKind.Certificate, "acme", "second", null, default);
        await store.ReopenAsync();

        var item = (await Certificates.FindAsync(CertificateItemKind.Certificate, "acme", default))!;
        Assert.Equal(("second", store.Clock.GetUtcNow()), (item.Content, item.Changed));
        await Certificates.RemoveAsync(CertificateItemKind.Certificate, "acme", default);
        Assert.Null(await Certificates.FindAsync(CertificateItemKind.Certificate, "acme", default));
        Assert.NotNull(await Certificates.FindAsync(CertificateItemKind.NextKey, "acme", default));
    }

    [Fact]
    public async Task What_has_an_end_counts_until_then_and_is_swept()
    {
        await Certificates.SetAsync(CertificateItemKind.HttpChallenge, "b", "2", TimeSpan.FromMinutes(2), default);
        await Certificates.SetAsync(CertificateItemKind.HttpChallenge, "a", "1", TimeSpan.FromMinutes(1), default);
        Assert.Equal(["1", "2"], (await Certificates.ListAsync(CertificateItemKind.HttpChallenge, default)).Select(item => item.Content));

        store.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("2", Assert.Single(await Certificates.ListAsync(CertificateItemKind.HttpChallenge, default)).Content);
        await store.Store.Sweeper.SweepAsync(default);
        Assert.Equal("2", Assert.Single(await Certificates.ListAsync(CertificateItemKind.HttpChallenge, default)).Content);
    }

    [Fact] // Case O04.
    public async Task Certificate_account_and_next_key_come_back_and_take_the_place_of_nothing_newer()
    {
        await Certificates.SetAsync(CertificateItemKind.Account, "https://authority.test/directory", "account", null, default);
        await Certificates.SetAsync(CertificateItemKind.Certificate, "acme", "certificate", null, default);
        await Certificates.SetAsync(CertificateItemKind.NextKey, "acme", "next", null, default);
        await Certificates.SetAsync(CertificateItemKind.HttpChallenge, "token", "answer", TimeSpan.FromHours(1), default);
        await store.AddAccountAsync("ann@example.test");
        string file = Path.Combine(store.Folder, "store.backup");
        await store.Store.Backup.WriteAsync(file, default);

        await using var other = new TestStore();
        await other.Store.Certificates.SetAsync(CertificateItemKind.NextKey, "acme", "newer", null, default);
        await other.Store.Restore.ReadAsync(file, new RestoreScope(), default);
        Assert.Equal("account", (await other.Store.Certificates.FindAsync(CertificateItemKind.Account, "https://authority.test/directory", default))!.Content);
        Assert.Equal("certificate", (await other.Store.Certificates.FindAsync(CertificateItemKind.Certificate, "acme", default))!.Content);
        Assert.Equal("newer", (await other.Store.Certificates.FindAsync(CertificateItemKind.NextKey, "acme", default))!.Content);
        Assert.Empty(await other.Store.Certificates.ListAsync(CertificateItemKind.HttpChallenge, default));
    }
}
