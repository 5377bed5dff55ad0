using Aether.Storage.Backup;
using Aether.Testing.Stores;

namespace Aether.Storage.Tests.Backup;

/// <summary>Whose account was there before a restore, and whose it made.</summary>
public sealed class MadeAccountsTests : IAsyncDisposable
{
    private readonly TestStore store = new();

    public ValueTask DisposeAsync() => store.DisposeAsync();

    [Fact]
    public async Task Which_accounts_a_restore_made_is_known_without_a_list_of_them()
    {
        var made = new MadeAccounts(store.Store.Directory);
        made.Note((await store.AddAccountAsync("ann@example.test")).Id, isNew: false);
        for (int i = 0; i < 10; i++)
        {
            made.Note((await store.AddAccountAsync($"new{i}@example.test")).Id, isNew: true);
            made.Note((await store.AddAccountAsync($"other{i}@example.test")).Id, isNew: false); // by somebody else, meanwhile
        }

        Assert.True(await made.ContainsAsync("new0@example.test", default) && await made.ContainsAsync("new9@example.test", default));
        foreach (string not in (string[])["ann@example.test", "other0@example.test", "other9@example.test", "nobody@example.test"])
            Assert.False(await made.ContainsAsync(not, default));
    }
}
