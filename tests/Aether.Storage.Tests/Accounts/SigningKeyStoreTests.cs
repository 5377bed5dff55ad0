using Aether.Storage.Accounts;
using Aether.Testing.Stores;

namespace Aether.Storage.Tests.Accounts;

/// <summary>Keys of domains as rows, on either engine.</summary>
public sealed class SigningKeyStoreTests : IAsyncLifetime
{
    private readonly TestStore store = new();

    private SigningKeyStore Keys => store.Store.SigningKeys;

    public async ValueTask InitializeAsync()
    {
        await store.Store.Directory.AddDomainAsync("one.test", null, default);
        await store.Store.Directory.AddDomainAsync("two.test", null, default);
    }

    public ValueTask DisposeAsync() => store.DisposeAsync();

    [Fact]
    public async Task A_key_needs_its_domain_and_a_free_selector()
    {
        Assert.Equal(DirectoryResult.NoSuchDomain, await AddAsync("three.test", "a"));
        Assert.Equal(DirectoryResult.Done, await AddAsync("one.test", "a"));
        Assert.Equal(DirectoryResult.AlreadyExists, await AddAsync("one.test", "a"));
        Assert.Equal(DirectoryResult.Done, await AddAsync("two.test", "a"));
    }

    [Fact]
    public async Task Keys_are_listed_by_domain_as_they_are()
    {
        await AddAsync("two.test", "b");
        await AddAsync("one.test", "z");
        await AddAsync("one.test", "a");
        Assert.Equal(["one.test a", "one.test z", "two.test b"], (await Keys.ListAsync(null, default)).Select(key => $"{key.Domain} {key.Selector}"));
        var key = (await Keys.ListAsync("two.test", default)).Single();
        Assert.Equal(("rsa-sha256", "sealed", SigningKeyState.Signing), (key.Algorithm, key.Secret, key.State));
    }

    [Fact]
    public async Task A_key_changes_its_state_and_goes()
    {
        await AddAsync("one.test", "a");
        Assert.Equal(DirectoryResult.Done, await Keys.SetStateAsync("one.test", "a", SigningKeyState.Retired, default));
        Assert.Equal(SigningKeyState.Retired, (await Keys.ListAsync("one.test", default)).Single().State);
        Assert.Equal(DirectoryResult.NotFound, await Keys.SetStateAsync("one.test", "b", SigningKeyState.Retired, default));
        Assert.Equal(DirectoryResult.Done, await Keys.RemoveAsync("one.test", "a", default));
        Assert.Equal(DirectoryResult.NotFound, await Keys.RemoveAsync("one.test", "a", default));
    }

    [Fact]
    public async Task The_keys_go_with_their_domain()
    {
        await AddAsync("one.test", "a");
        await AddAsync("two.test", "a");
        await store.Store.Directory.RemoveDomainAsync("one.test", default);
        Assert.Equal("two.test", (await Keys.ListAsync(null, default)).Single().Domain);
    }

    [Fact]
    public async Task A_backup_brings_them_back()
    {
        await AddAsync("one.test", "a");
        using var folder = new TemporaryFolder();
        await store.Store.Backup.WriteAsync(folder.File("b"), default);
        await store.Store.Directory.RemoveDomainAsync("one.test", default);
        await store.Store.Restore.ReadAsync(folder.File("b"), new Aether.Storage.Backup.RestoreScope(), default);
        Assert.Equal(("a", "sealed", SigningKeyState.Signing), (await Keys.ListAsync("one.test", default)).Select(key => (key.Selector, key.Secret, key.State)).Single());
    }

    private Task<DirectoryResult> AddAsync(string domain, string selector) => Keys.AddAsync(domain, selector, "rsa-sha256", "sealed", SigningKeyState.Signing, default);
}
