using Aether.Storage.Accounts;
using Aether.Storage.Mailboxes;
using Aether.Testing.Stores;

namespace Aether.Storage.Tests.Accounts;

/// <summary>Domains, accounts, aliases as rows, and what is left of a removed account.</summary>
public sealed class DirectoryStoreTests : IAsyncLifetime
{
    private readonly TestStore store = new();

    private DirectoryStore Directory => store.Store.Directory;

    public async ValueTask InitializeAsync() => await Directory.AddDomainAsync("example.test", null, default);

    public ValueTask DisposeAsync() => store.DisposeAsync();

    [Fact]
    public async Task An_account_needs_its_domain_and_a_free_name()
    {
        Assert.Equal(DirectoryResult.NoSuchDomain, await Directory.AddAccountAsync("ann@other.test", "s", 0, default));
        Assert.Equal(DirectoryResult.Done, await Directory.AddAccountAsync("ann@example.test", "s", 0, default));
        Assert.Equal(DirectoryResult.AlreadyExists, await Directory.AddAccountAsync("ann@example.test", "s", 0, default));
        Assert.Equal(DirectoryResult.AlreadyExists, await Directory.AddAliasAsync("ann@example.test", "bob@example.test", default));
        Assert.Equal(DirectoryResult.Done, await Directory.AddAliasAsync("info@example.test", "ann@example.test", default));
        Assert.Equal(DirectoryResult.AlreadyExists, await Directory.AddAccountAsync("info@example.test", "s", 0, default));
    }

    [Fact]
    public async Task A_domain_in_use_is_not_removed()
    {
        await Directory.AddAliasAsync("info@example.test", "x@far.test", default);
        Assert.Equal(DirectoryResult.NotEmpty, await Directory.RemoveDomainAsync("example.test", default));
        Assert.Equal(DirectoryResult.Done, await Directory.RemoveAliasAsync("info@example.test", null, default));
        Assert.Equal(DirectoryResult.Done, await Directory.RemoveDomainAsync("example.test", default));
        Assert.Equal(DirectoryResult.NotFound, await Directory.RemoveDomainAsync("example.test", default));
    }

    [Fact]
    public async Task A_removed_account_is_gone_at_once_and_its_mail_after_the_sweep()
    {
        var ann = await store.AddAccountAsync("ann@example.test", "secret");
        var inbox = await store.FindMailboxAsync(ann.Id, Mailbox.Inbox);
        for (int i = 0; i < 450; i++)
            await store.AppendAsync(ann.Id, inbox.Id, $"x: {i}\r\n\r\n");

        Assert.Equal(DirectoryResult.Done, await Directory.RemoveAccountAsync("ann@example.test", default));
        Assert.Null(await Directory.FindAccountAsync("ann@example.test", default));
        Assert.Null(await Directory.FindSecretAsync(ann.Id, default));
        await store.Store.Sweeper.SweepAsync(default);

        Assert.Empty(await store.Store.Messages.ListAsync(ann.Id, inbox.Id, default));
        Assert.Empty(await store.Store.Mailboxes.ListAsync(ann.Id, default));
        var again = await store.AddAccountAsync("ann@example.test");
        Assert.NotEqual(ann.Id, again.Id);
    }

    [Fact]
    public async Task Long_lists_are_whole_and_read_as_they_are_asked_for()
    {
        string[] names = [.. Enumerable.Range(0, DirectoryPages.Size + 1).Select(static number => $"u{number:0000}@example.test")];
        string[] aliases = [.. names.Select(static name => "a" + name)];
        await Task.WhenAll(names.Select(name => Directory.AddAccountAsync(name, "s", 0, default)));
        await Task.WhenAll(aliases.Select(name => Directory.AddAliasAsync(name, "x@far.test", default)));
        await store.AddAccountAsync("u0001@far.test");
        await Directory.RemoveAccountAsync(names[2], default);

        string[] left = [.. names[..2], .. names[3..]];
        string[] all = [names[0], names[1], "u0001@far.test", .. names[3..]];
        Assert.Equal(left, await AddressesAsync("example.test", ""));
        Assert.Equal(all, await AddressesAsync(null, ""));
        Assert.Equal(["u0001@far.test"], await AddressesAsync("far.test", names[1]));
        Assert.Equal(aliases, await Directory.ListAliasesAsync("example.test", default).Select(static alias => alias.Name).ToArrayAsync());

        await using var list = Directory.ListAccountsAsync(null, "", default).GetAsyncEnumerator();
        await list.MoveNextAsync();
        await store.AddAccountAsync("zoe@example.test"); // behind the page that is read
        string last = "";
        while (await list.MoveNextAsync())
            last = list.Current.Address;
        Assert.Equal("zoe@example.test", last);

        async Task<string[]> AddressesAsync(string? domain, string after) => await Directory.ListAccountsAsync(domain, after, default).Select(static account => account.Address).ToArrayAsync();
    }

    [Fact]
    public async Task Secrets_can_be_replaced_and_survive_a_restart()
    {
        var ann = await store.AddAccountAsync("ann@example.test", "one");
        await Directory.SetSecretAsync("ann@example.test", "two", default);
        await store.ReopenAsync();
        Assert.Equal("two", await Directory.FindSecretAsync(ann.Id, default));
    }
}
