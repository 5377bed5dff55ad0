using Aether.Storage.Acceptance;
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
    public async Task A_body_that_several_accounts_share_is_found_in_each()
    {
        var bob = await store.AddAccountAsync("bob@example.test");
        var message = await store.DraftAsync("Subject: both\r\n\r\nneedle"u8.ToArray());
        await Store.Acceptance.AcceptAsync(
            message, new AcceptPlan("m-1", [new LocalDelivery(ann.Id, null, default), new LocalDelivery(bob.Id, null, default)], null), default);

        await Store.Search.Indexer.CatchUpAsync(default);

        foreach (var account in (Account[])[ann, bob])
            Assert.Single(await Store.Search.FindWordsAsync(account.Id, WordScope.Body, ["needle"], default));
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

        foreach (string table in (string[])["kept texts", "words"])
            Assert.Equal((table, 1), (table, await CountAsync(table)));
        Assert.Single(await Store.Search.FindWordsAsync(ann.Id, WordScope.Body, ["needle"], default));
    }

    [Fact]
    public async Task Words_are_found_by_their_beginnings_in_one_account_only()
    {
        var bob = await store.AddAccountAsync("bob@example.test");
        await AppendAsync("Réunion du lundi", "the quick fox");
        await AppendAsync("other", "reunion", bob);
        await Store.Search.Indexer.CatchUpAsync(default);

        Assert.Single(await Store.Search.FindWordsAsync(ann.Id, WordScope.Anywhere, ["REUN", "qui"], default));
        Assert.Empty(await Store.Search.FindWordsAsync(ann.Id, WordScope.Body, ["reunion"], default));
        Assert.Empty(await Store.Search.FindWordsAsync(ann.Id, WordScope.Anywhere, ["\" OR body : x"], default));
    }

    [Theory]
    [InlineData("quick brown", true)] // as they stand
    [InlineData("brown quick", false)]
    [InlineData("quick bro", true)]
    [InlineData("qui brown", false)]
    [InlineData("fox-jumps", true)]
    [InlineData("jumps.OVER", true)]
    [InlineData("over thé", true)] // not across an end of text: "the" stands in the subject alone
    public async Task Words_beside_each_other_are_found_as_they_stand(string phrase, bool found)
    {
        await AppendAsync("the lazy", "A quick brown; fox (jumps) over thé");
        await Store.Search.Indexer.CatchUpAsync(default);

        Assert.Equal(found ? 1 : 0, (await Store.Search.FindWordsAsync(ann.Id, WordScope.Anywhere, [phrase], default)).Count);
    }

    [Theory]
    [InlineData("한국어")] // decomposed by the folding
    [InlineData("한")]
    [InlineData("がん")] // with a sound mark
    [InlineData("ｶﾞ")] // half width
    [InlineData("東京")]
    [InlineData("ภาษา")]
    [InlineData("STRASSE")]
    [InlineData("и\u0306од")] // й in two characters
    [InlineData("ﬁsh")]
    [InlineData("naive")]
    [InlineData("b42")]
    public async Task Words_of_any_script_are_found_in_text_and_subject(string word)
    {
        const string Text = "이것은 한국어 입니다 がんばれ 我在東京工作 ガス ภาษาไทย strasse йод ﬁsh naïve b42x";
        await AppendAsync("s", Text);
        await AppendAsync(Text, "b");
        await AppendAsync("other", "other");
        await Store.Search.Indexer.CatchUpAsync(default);

        Assert.Single(await Store.Search.FindWordsAsync(ann.Id, WordScope.Body, [word], default));
        Assert.Single(await Store.Search.FindWordsAsync(ann.Id, WordScope.Subject, [word], default));
    }

    [Fact]
    public async Task A_word_without_end_is_found()
    {
        string endless = new('z', 600);
        await AppendAsync("one", endless);
        await Store.Search.Indexer.CatchUpAsync(default);

        Assert.Single(await Store.Search.FindWordsAsync(ann.Id, WordScope.Body, [endless[..100]], default));
        Assert.Single(await Store.Search.FindWordsAsync(ann.Id, WordScope.Body, [endless[..200]], default));
        Assert.Empty(await Store.Search.FindWordsAsync(ann.Id, WordScope.Body, [endless[..100] + "x"], default));
    }

    [Fact]
    public async Task A_score_tells_what_fits_best()
    {
        await AppendAsync("other", "once a fox in very many other words that have nothing to do with it");
        await AppendAsync("fox", "a fox");
        await Store.Search.Indexer.CatchUpAsync(default);

        var found = await Store.Search.FindWordsAsync(ann.Id, WordScope.Anywhere, ["fox"], default);

        Assert.Equal(100, found[1].Score);
        Assert.InRange(found[0].Score, 1, 99);
    }

    [Fact]
    public async Task An_index_that_is_thrown_away_is_made_anew()
    {
        await AppendAsync("one", "needle");
        await Store.Search.Indexer.CatchUpAsync(default);

        await Store.Search.RebuildAsync(default);

        Assert.Equal(0, (await Store.Search.IndexedToAsync(ann.Id, default)).Value);
        Assert.Empty(await Store.Search.FindWordsAsync(ann.Id, WordScope.Body, ["needle"], default));
        Assert.Equal(Only(true), await SearchAsync(new TextKey(TextScope.Body) { Text = "needle" }));
        await Store.Search.Indexer.CatchUpAsync(default);
        Assert.Equal(2, Store.Search.Indexer.Indexed);
        Assert.Single(await Store.Search.FindWordsAsync(ann.Id, WordScope.Body, ["needle"], default));
    }

    [Fact]
    public async Task A_store_that_has_rested_takes_and_finds_as_before()
    {
        for (int i = 1; i <= 2; i++)
        {
            await AppendAsync("one", "needle");
            await Store.Search.Indexer.CatchUpAsync(default);
            await Store.RestAsync();
        }

        Assert.Equal(2, (await Store.Search.FindWordsAsync(ann.Id, WordScope.Body, ["needle"], default)).Count);
        Assert.Equal((bool[])[true, true], await SearchAsync(new TextKey(TextScope.Body) { Text = "needle" }));
    }

    [Fact]
    public async Task A_search_that_is_given_up_ends()
    {
        await AppendAsync("one", "needle");
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => SearchAsync(new TextKey(TextScope.Body) { Text = "needle" }, new CancellationToken(canceled: true)));
    }

    private async Task<int> CountAsync(string what)
    {
        if (TestDatabases.SearchesInDatabase)
        {
            string answer = await TestDatabases.SqlAsync(store.Database, $"SELECT count(*) FROM aether_search_1.{(what is "words" ? "words" : "kept")}");
            return int.Parse(answer, System.Globalization.CultureInfo.InvariantCulture);
        }
        using var db = SqliteConnection.Open(new SqliteFile(Path.Combine(store.Folder, "search.db"), null), SqliteAccess.Read);
        using var count = db.Prepare($"SELECT count(*) FROM {(what is "words" ? "words" : "text")}");
        Assert.True(count.Step());
        return count.Int(0);
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
