using Aether.Storage.Accounts;
using Aether.Storage.Engines.Sqlite;
using Aether.Storage.Mailboxes;
using Aether.Storage.Messages;
using Aether.Storage.Search;
using Aether.Testing.Stores;

namespace Aether.Storage.Tests.Search;

/// <summary>Searches are complete and exact whatever the index has got to.</summary>
public sealed class SearchStoreTests : IAsyncLifetime
{
    private static readonly string[] Words = ["straße", "ünder", "кофе", "日本", "alpha", "alphabet", "bet", "gamma rays", "x", "invoice 2026-11"];

    private const string OtherFields = "Date: Sun, 22 Nov 2026 23:30:00 -0500\r\nContent-Type: text/plain; charset=utf-8";

    private readonly TestStore store = new(options => options with { MaxSearchText = 3000 });
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
    public async Task Each_stage_of_the_index_finds_what_reading_all_messages_finds()
    {
        var bob = await store.AddAccountAsync("bob@example.test");
        var texts = new List<(string Subject, string Body)>();
        var random = new Random(11);
        for (int i = 0; i < 700; i++)
        {
            string Some(int most) => string.Join(' ', Enumerable.Range(0, random.Next(1, most)).Select(_ => Words[random.Next(Words.Length)] + random.Next(100)));
            texts.Add((Some(4), Some(i % 97 is 0 ? 600 : 12)));
            await AppendAsync(texts[^1].Subject, texts[^1].Body);
            await AppendAsync("other", "alpha", bob);
            // Two whole blocks, a begun one, and some that the index has not seen.
            if (i is 650)
                await Store.Search.Indexer.CatchUpAsync(default);
        }

        foreach (string needle in (string[])["ALPHA7", "a", "ßE5", "ЕФЕ", "日本9", "日", "gamma rays1", "invoice 2026-111 ", "alphabet33 bet", "nowhere", "", "É", "ÜNDER5"])
        {
            var bodies = texts.Select(text => Contains(text.Body, needle)).ToArray();
            var subjects = texts.Select(text => Contains(text.Subject, needle)).ToArray();
            Assert.Equal(bodies, await SearchAsync(new TextKey(TextScope.Body) { Text = needle }));
            Assert.Equal(subjects, await SearchAsync(new TextKey(TextScope.Field) { Field = "subject", Text = needle }));
            Assert.Equal(bodies.Zip(subjects, (body, subject) => body || subject || Contains(OtherFields, needle)).ToArray(), await SearchAsync(new TextKey(TextScope.Anywhere) { Text = needle }));
        }
    }

    [Fact]
    public async Task Text_beyond_what_is_kept_is_found()
    {
        await AppendAsync("long", new string('x', 5000) + " needle");
        await Store.Search.Indexer.CatchUpAsync(default);

        Assert.Equal(Only(true), await SearchAsync(new TextKey(TextScope.Body) { Text = "NEEDLE" }));
        Assert.Equal(Only(false), await SearchAsync(new TextKey(TextScope.Body) { Text = "needles" }));
    }

    [Theory]
    [InlineData("sent 2026-11-22", TextScope.SentOn, true)]
    [InlineData("sent 2026-11-22", TextScope.SentSince, true)]
    [InlineData("sent 2026-11-22", TextScope.SentBefore, false)]
    public async Task Days_are_answered_with_and_without_the_index(string subject, TextScope scope, bool matches)
    {
        await AppendAsync(subject, "x");
        var key = new TextKey(scope) { Day = new DateOnly(2026, 11, 22) };

        Assert.Equal(Only(matches), await SearchAsync(key));
        await Store.Search.Indexer.CatchUpAsync(default);
        Assert.Equal(Only(matches), await SearchAsync(key));
        for (int i = 1; i < SignatureBlock.Messages; i++)
            await AppendAsync(subject, "x");
        await Store.Search.Indexer.CatchUpAsync(default);
        Assert.Equal(Enumerable.Repeat(matches, SignatureBlock.Messages), await SearchAsync(key));
    }

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
        Assert.Single(await Store.Search.FindWordsAsync(ann.Id, TextScope.Body, ["haystack"], default));
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

    [Fact]
    public async Task What_is_swept_is_gone_from_the_index()
    {
        await AppendAsync("one", "needle");
        await AppendAsync("two", "needle");
        await Store.Search.Indexer.CatchUpAsync(default);
        await Store.Messages.SetFlagsAsync(ann.Id, inbox.Id, [new Uid(1)], new FlagChange(FlagChangeMode.Add, SystemFlags.Deleted, []), default);
        await Store.Messages.ExpungeAsync(ann.Id, inbox.Id, [new Uid(1)], default);
        store.Clock.Advance(TimeSpan.FromHours(25));
        await Store.Sweeper.SweepAsync(default);

        await Store.Search.Indexer.CatchUpAsync(default);

        using var db = SqliteConnection.Open(new SqliteFile(Path.Combine(store.Folder, "search.db"), null), SqliteAccess.Read);
        foreach (string table in (string[])["text", "doc", "words"])
        {
            using var count = db.Prepare($"SELECT count(*) FROM {table}");
            Assert.True(count.Step());
            Assert.Equal((table, 1), (table, count.Int(0)));
        }
        Assert.Single(await Store.Search.FindWordsAsync(ann.Id, TextScope.Body, ["needle"], default));
    }

    [Fact]
    public async Task Words_are_found_by_their_beginnings_in_one_account_only()
    {
        var bob = await store.AddAccountAsync("bob@example.test");
        await AppendAsync("Réunion du lundi", "the quick fox");
        await AppendAsync("other", "reunion", bob);
        await Store.Search.Indexer.CatchUpAsync(default);

        Assert.Single(await Store.Search.FindWordsAsync(ann.Id, TextScope.Anywhere, ["REUN", "qui"], default));
        Assert.Empty(await Store.Search.FindWordsAsync(ann.Id, TextScope.Body, ["reunion"], default));
        Assert.Empty(await Store.Search.FindWordsAsync(ann.Id, TextScope.Anywhere, ["\" OR body : x"], default));
    }

    [Fact]
    public async Task A_search_that_is_given_up_ends()
    {
        await AppendAsync("one", "needle");
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => SearchAsync(new TextKey(TextScope.Body) { Text = "needle" }, new CancellationToken(canceled: true)));
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

    private static bool Contains(string text, string needle) =>
        System.Text.Encoding.UTF8.GetString(Mime.Text.UnicodeCasemap.Fold(text)).Contains(System.Text.Encoding.UTF8.GetString(Mime.Text.UnicodeCasemap.Fold(needle)), StringComparison.Ordinal);

    private Task<AppendResult> AppendAsync(string subject, string body, Account? account = null) => AppendAsync(account ?? ann, subject, body);

    private async Task<AppendResult> AppendAsync(Account account, string subject, string body)
    {
        var mailbox = account == ann ? inbox : await store.FindMailboxAsync(account.Id, Mailbox.Inbox);
        return await store.AppendAsync(account.Id, mailbox.Id, $"Subject: {subject}\r\n{OtherFields}\r\n\r\n{body}");
    }

    private async Task<bool[]> SearchAsync(TextKey key, CancellationToken ct = default)
    {
        var emails = (await Store.Messages.ListAsync(ann.Id, inbox.Id, default)).Select(row => row.Email).ToArray();
        bool[] found = new bool[emails.Length];
        await Store.Search.DecideAsync(ann.Id, [null, key], emails, (candidate, keys) =>
        {
            Assert.Null(keys[0]);
            found[candidate] = keys[1] is true;
            return keys[1] is not null;
        }, ct);
        return found;
    }
}
