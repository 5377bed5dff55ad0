using Aether.Storage.Accounts;
using Aether.Storage.Engines.Sqlite;
using Aether.Storage.Mailboxes;
using Aether.Storage.Messages;
using Aether.Storage.Search;
using Aether.Testing.Stores;

namespace Aether.Storage.Tests.Search;

/// <summary>An index in a file may be lost or damaged at any time.</summary>
public sealed class SearchFileTests : IAsyncLifetime
{
    private readonly TestStore store = new(options => options with { SearchPlace = SearchPlace.File });
    private Account ann = null!;
    private Mailbox inbox = null!;

    private MailStore Store => store.Store;

    public async ValueTask InitializeAsync()
    {
        ann = await store.AddAccountAsync("ann@example.test");
        inbox = await store.FindMailboxAsync(ann.Id, Mailbox.Inbox);
    }

    public ValueTask DisposeAsync() => store.DisposeAsync();

    [Fact]
    public async Task A_deleted_index_is_made_anew()
    {
        await AppendAsync("one", "needle");
        await Store.Search.Indexer.CatchUpAsync(default);
        await store.DisposeStoreAsync();
        foreach (string file in Directory.GetFiles(store.Folder, "search.db*"))
            File.Delete(file);
        store.OpenAgain();

        await ExpectNeedleAsync(indexed: 1);
    }

    [Fact]
    public async Task A_damaged_index_is_made_anew()
    {
        await AppendAsync("one", "needle");
        await Store.Search.Indexer.CatchUpAsync(default);
        await store.DisposeStoreAsync();
        await File.WriteAllTextAsync(Path.Combine(store.Folder, "search.db"), new string('x', 50_000));
        store.OpenAgain();

        await ExpectNeedleAsync(indexed: 1);
    }

    [Fact]
    public async Task An_index_that_breaks_while_it_is_used_is_made_anew()
    {
        await AppendAsync("one", "needle");
        await Store.Search.Indexer.CatchUpAsync(default);
        using (var db = SqliteConnection.Open(new SqliteFile(Path.Combine(store.Folder, "search.db"), null), SqliteAccess.Write))
            db.Execute("DROP TABLE text");

        await ExpectNeedleAsync(indexed: 2);
    }

    [Fact]
    public async Task An_index_that_breaks_while_it_is_written_is_put_off_and_made_anew()
    {
        await AppendAsync("one", "needle");
        await Store.Search.Indexer.CatchUpAsync(default);
        using (var db = SqliteConnection.Open(new SqliteFile(Path.Combine(store.Folder, "search.db"), null), SqliteAccess.Write))
            db.Execute("DROP TABLE words");
        await AppendAsync("two", "haystack");

        var putOff = await Assert.ThrowsAsync<StoreUnavailableException>(() => Store.Search.Indexer.CatchUpAsync(default));

        Assert.Contains("made anew", putOff.Message, StringComparison.Ordinal);
        await Store.Search.Indexer.CatchUpAsync(default);
        Assert.Equal(new[] { true, false }, await SearchAsync(new TextKey(TextScope.Body) { Text = "needle" }));
        Assert.Single(await Store.Search.FindWordsAsync(ann.Id, WordScope.Body, ["haystack"], default));
    }

    [Fact]
    public async Task An_index_of_a_later_store_is_made_anew()
    {
        await AppendAsync("one", "needle");
        await Store.Search.Indexer.CatchUpAsync(default);
        await store.DisposeStoreAsync();
        using (var db = SqliteConnection.Open(new SqliteFile(Path.Combine(store.Folder, "search.db"), null), SqliteAccess.Write))
            db.Execute("UPDATE cursor SET email_id = 1000000");
        store.OpenAgain();

        await ExpectNeedleAsync(indexed: 1);
    }

    private async Task ExpectNeedleAsync(int indexed)
    {
        var key = new TextKey(TextScope.Body) { Text = "needle" };
        Assert.Equal(Only(true), await SearchAsync(key));
        await Store.Search.Indexer.CatchUpAsync(default);
        Assert.Equal(Only(true), await SearchAsync(key));
        Assert.Equal(indexed, Store.Search.Indexer.Indexed);
    }

    private static bool[] Only(bool value) => [value];

    private Task<AppendResult> AppendAsync(string subject, string body) => store.AppendAsync(ann.Id, inbox.Id, $"Subject: {subject}\r\n\r\n{body}");

    private async Task<bool[]> SearchAsync(TextKey key)
    {
        var emails = (await Store.Messages.ListAsync(ann.Id, inbox.Id, default)).Select(row => row.Email).ToArray();
        bool[] found = new bool[emails.Length];
        await Store.Search.DecideAsync(ann.Id, [key], emails, (candidate, keys) =>
        {
            found[candidate] = keys[0] is true;
            return keys[0] is not null;
        }, default);
        return found;
    }
}
