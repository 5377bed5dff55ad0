using Aether.Storage.Accounts;
using Aether.Storage.Engines.Postgres;
using Aether.Storage.Engines.Postgres.Search;
using Aether.Storage.Search;
using Aether.Testing.Servers;
using Aether.Testing.Stores;
using Npgsql;

namespace Aether.Storage.Tests.Postgres;

/// <summary>One search index for several nodes, and an index a node for a share of the accounts.</summary>
[Trait("Engine", "own")]
public sealed class SharedSearchTests
{
    private const string Other = "Content-Type: text/plain; charset=utf-8\r\n\r\n";

    private static readonly string[] Words = ["straße", "Ünder", "кофе", "日本", "alpha", "alphabet", "bet", "gamma-rays", "x", "invoice", "한국어", "がん", "naïve", "b42", "हिन्दी"];

    [Fact]
    public async Task The_index_in_the_database_finds_what_the_one_in_a_file_finds()
    {
        string url = TestDatabases.NewPostgres();
        await using var database = new PostgresNode(url);
        await using var file = new PostgresNode(url, options: options => options with { SearchPlace = SearchPlace.File });
        var ann = await database.AddAccountAsync("ann@example.test");
        var random = new Random(7);
        string Some(int most) => string.Join(' ', Enumerable.Range(0, random.Next(1, most)).Select(_ => Words[random.Next(Words.Length)] + (random.Next(3) is 0 ? "" : $"{random.Next(20)}")));
        var inbox = await database.InboxAsync(ann.Id);
        for (int i = 0; i < 300; i++)
            await database.AppendAsync(ann.Id, inbox, $"From: {Words[i % 5]}@example.test\r\nSubject: {Some(3)}\r\n{Other}{Some(10)}");
        await database.Store.Search.Indexer.CatchUpAsync(default);
        await file.Store.Search.Indexer.CatchUpAsync(default);

        int all = 0;
        for (int i = 0; i < 300; i++)
        {
            var scope = (WordScope)random.Next(4);
            string word = Some(3);
            string[] asked = [word[..random.Next(1, word.Length + 1)], .. random.Next(2) is 0 ? [] : new[] { Some(2) }];
            var inFile = await file.Store.Search.FindWordsAsync(ann.Id, scope, asked, default);
            var inDatabase = await database.Store.Search.FindWordsAsync(ann.Id, scope, asked, default);
            Assert.True(inFile.Select(match => match.Email).SequenceEqual(inDatabase.Select(match => match.Email)), $"{scope} {string.Join('|', asked)}: {inFile.Count} in the file, {inDatabase.Count} in the database");
            all += inFile.Count;
        }
        Assert.True(all > 1000, $"only {all} were found at all");
    }

    [Fact]
    public async Task One_node_indexes_for_all_and_another_takes_over_from_one_that_fell_silent()
    {
        string url = TestDatabases.NewPostgres();
        await using var first = new PostgresNode(url, limits => limits with { SearchLease = TimeSpan.FromSeconds(1) });
        await using var second = new PostgresNode(url, limits => limits with { SearchLease = TimeSpan.FromSeconds(1) });
        var ann = await first.AddAccountAsync("ann@example.test");
        var inbox = await first.InboxAsync(ann.Id);
        await first.AppendAsync(ann.Id, inbox, 1);
        await first.Store.Search.Indexer.CatchUpAsync(default);
        Assert.Single(await FindAsync(second, ann, "n1"));

        // The first is not heard of again.
        await second.AppendAsync(ann.Id, inbox, 2);
        await second.Store.Search.Indexer.CatchUpAsync(default);

        Assert.Equal((1, 1), (first.Store.Search.Indexer.Indexed, second.Store.Search.Indexer.Indexed));
        Assert.Single(await FindAsync(first, ann, "n2"));
    }

    [Fact]
    public async Task A_node_that_slept_through_its_lease_changes_nothing_any_more()
    {
        string url = TestDatabases.NewPostgres();
        await using var slow = new PostgresNode(url, limits => limits with { SearchLease = TimeSpan.FromMilliseconds(1) });
        await using var quick = new PostgresNode(url);
        await using var index = (PostgresSearchIndex)slow.Store.Engine.NewSearchIndex()!;
        var ann = await slow.AddAccountAsync("ann@example.test");
        await slow.AppendAsync(ann.Id, await slow.InboxAsync(ann.Id), 1);
        Assert.True(await index.TryLeadAsync(default));
        await quick.Store.Search.Indexer.CatchUpAsync(default);

        var ghost = new IndexedMessage(new EmailId(1_000_000), ann.Id, 0, new FoldedText(100));
        await index.WriteAsync([ghost], 0, 1_000_000, default);

        Assert.Equal("0", await TestDatabases.SqlAsync(url, "SELECT count(*) FROM aether_search_1.kept WHERE email_id = 1000000"));
        Assert.False(await index.TryLeadAsync(default));
        Assert.Equal(1, quick.Store.Search.Indexer.Indexed);
    }

    [Fact]
    public async Task A_node_that_ends_leaves_the_index_to_others_at_once()
    {
        string url = TestDatabases.NewPostgres();
        await using var second = new PostgresNode(url, limits => limits with { SearchLease = TimeSpan.FromDays(1) });
        Account ann;
        await using (var first = new PostgresNode(url, limits => limits with { SearchLease = TimeSpan.FromDays(1) }))
        {
            ann = await first.AddAccountAsync("ann@example.test");
            await first.AppendAsync(ann.Id, await first.InboxAsync(ann.Id), 1);
            await first.Store.Search.Indexer.CatchUpAsync(default);
        }
        await second.AppendAsync(ann.Id, await second.InboxAsync(ann.Id), 2);
        await second.Store.Search.Indexer.CatchUpAsync(default);
        Assert.Equal(1, second.Store.Search.Indexer.Indexed);
    }

    [Theory]
    [InlineData("DROP SCHEMA aether_search_1 CASCADE", 2)]
    [InlineData("DROP TABLE aether_search_1.kept", 2)]
    [InlineData("DROP TABLE aether_search_1.words", 2)]
    public async Task Tables_that_were_dropped_under_it_are_made_anew(string harm, int indexed)
    {
        string url = TestDatabases.NewPostgres();
        await using var node = new PostgresNode(url);
        var ann = await node.AddAccountAsync("ann@example.test");
        var inbox = await node.InboxAsync(ann.Id);
        await node.AppendAsync(ann.Id, inbox, 1);
        await node.Store.Search.Indexer.CatchUpAsync(default);
        await TestDatabases.SqlAsync(url, harm);

        Assert.True(await HasItAsync(node, ann.Id, inbox, "text"));
        await FindAsync(node, ann, "n1");
        await node.Store.Search.Indexer.CatchUpAsync(default);
        Assert.Single(await FindAsync(node, ann, "n1"));
        Assert.True(await HasItAsync(node, ann.Id, inbox, "text"));
        Assert.Equal(indexed, node.Store.Search.Indexer.Indexed);
    }

    [Fact]
    public async Task A_text_that_was_damaged_is_read_from_its_message()
    {
        string url = TestDatabases.NewPostgres();
        await using var node = new PostgresNode(url);
        var ann = await node.AddAccountAsync("ann@example.test");
        var inbox = await node.InboxAsync(ann.Id);
        await node.AppendAsync(ann.Id, inbox, "Subject: x\r\n\r\na needle in it");
        await node.Store.Search.Indexer.CatchUpAsync(default);
        await TestDatabases.SqlAsync(url, "UPDATE aether_search_1.kept SET data = set_byte(data, 5, get_byte(data, 5) # 8)");

        Assert.True(await HasItAsync(node, ann.Id, inbox, "needle"));
        Assert.Single(await node.Store.Search.FindWordsAsync(ann.Id, WordScope.Body, ["needle in"], default));
    }

    [Fact]
    public async Task Nodes_that_share_the_accounts_index_each_message_once_and_find_all_of_them()
    {
        string url = TestDatabases.NewPostgres();
        await using var low = Of("0-3/8");
        await using var high = Of("4-7/8");
        var accounts = new List<Account>();
        for (int i = 0; i < 20; i++)
        {
            accounts.Add(await low.AddAccountAsync($"a{i}@example.test"));
            await low.AppendAsync(accounts[i].Id, await low.InboxAsync(accounts[i].Id), i);
        }
        await low.Store.Search.Indexer.CatchUpAsync(default);
        await high.Store.Search.Indexer.CatchUpAsync(default);

        Assert.Equal(20, low.Store.Search.Indexer.Indexed + high.Store.Search.Indexer.Indexed);
        Assert.InRange(low.Store.Search.Indexer.Indexed, 5, 15);
        foreach (var node in (PostgresNode[])[low, high])
        {
            for (int i = 0; i < 20; i++)
            {
                Assert.True(await HasItAsync(node, accounts[i].Id, await node.InboxAsync(accounts[i].Id), "text"));
                // Whose messages a node has not: all of them are behind its index, and met to the letter.
                bool known = (await node.Store.Search.IndexedToAsync(accounts[i].Id, default)).Value > 0;
                Assert.Equal(known ? 1 : 0, (await FindAsync(node, accounts[i], $"n{i}")).Count);
            }
        }

        PostgresNode Of(string share)
        {
            Assert.True(SearchShare.TryParse(share, out var parsed));
            return new PostgresNode(url, options: options => options with { SearchPlace = SearchPlace.File, SearchShare = parsed });
        }
    }

    [Fact]
    public async Task A_message_of_more_words_than_a_row_takes_is_found_by_the_last_of_them()
    {
        await using var node = new PostgresNode(TestDatabases.NewPostgres(), blobs: "local:");
        var ann = await node.AddAccountAsync("ann@example.test");
        var random = new Random(4);
        string[] words = [.. Enumerable.Range(0, 12_000).Select(_ => new string([.. Enumerable.Range(0, 40).Select(_ => (char)('a' + random.Next(26)))]))];
        await node.AppendAsync(ann.Id, await node.InboxAsync(ann.Id), "Subject: many\r\n\r\n" + string.Join("\r\n", words));
        await node.Store.Search.Indexer.CatchUpAsync(default);

        Assert.Single(await FindAsync(node, ann, words[0]));
        Assert.Single(await FindAsync(node, ann, words[^1][..30]));
        Assert.Single(await node.Store.Search.FindWordsAsync(ann.Id, WordScope.Body, [words[3], words[^7]], default));
        Assert.Empty(await FindAsync(node, ann, "zzzzz"));
    }

    [Fact]
    public async Task A_word_of_one_account_is_not_looked_up_in_all_others()
    {
        string url = TestDatabases.NewPostgres();
        await using var node = new PostgresNode(url);
        var ann = await node.AddAccountAsync("ann@example.test");
        var bob = await node.AddAccountAsync("bob@example.test");
        await node.AppendAsync(ann.Id, await node.InboxAsync(ann.Id), 1);
        await node.AppendAsync(bob.Id, await node.InboxAsync(bob.Id), 1);
        await node.Store.Search.Indexer.CatchUpAsync(default);

        Assert.Equal("2", await TestDatabases.SqlAsync(url, "SELECT count(DISTINCT word) FROM ts_stat('SELECT words FROM aether_search_1.words') WHERE word LIKE '%:TEXT'"));
        Assert.Single(await FindAsync(node, ann, "text"));
    }

    [Fact]
    public async Task A_node_is_killed_while_it_fills_the_index_and_another_goes_on()
    {
        string url = TestDatabases.NewPostgres();
        await using var first = new PostgresNode(url, limits => limits with { SearchLease = TimeSpan.FromSeconds(1) });
        await using var second = new PostgresNode(url, limits => limits with { SearchLease = TimeSpan.FromSeconds(1) });
        var ann = await first.AddAccountAsync("ann@example.test");
        var inbox = await first.InboxAsync(ann.Id);
        using var over = new CancellationTokenSource();
        var running = first.Store.Search.Indexer.RunAsync(over.Token);
        for (int i = 0; i < 300; i++)
            await first.AppendAsync(ann.Id, inbox, i);
        await over.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        await TestDatabases.SqlAsync(url, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'aether-search' AND datname = current_database()");

        await Eventually.IsTrueAsync(async () =>
        {
            try
            {
                await second.Store.Search.Indexer.CatchUpAsync(default);
                return (await FindAsync(second, ann, "text")).Count is 300;
            }
            catch (StoreUnavailableException)
            {
                return false; // its connection was among those that ended
            }
        }, "all 300 are found");
        Assert.Equal("300", await TestDatabases.SqlAsync(url, "SELECT count(*) FROM aether_search_1.kept"));
        Assert.Equal("1", await TestDatabases.SqlAsync(url, "SELECT count(*) FROM aether_search_1.block"));
    }

    [Fact]
    public async Task Nothing_is_passed_over_that_a_transaction_under_way_may_still_bring()
    {
        string url = TestDatabases.NewPostgres();
        await using var node = new PostgresNode(url);
        var ann = await node.AddAccountAsync("ann@example.test");
        var inbox = await node.InboxAsync(ann.Id);
        await node.AppendAsync(ann.Id, inbox, 1);
        await node.Store.Search.Indexer.CatchUpAsync(default);

        await using var other = await OpenAsync(url);
        await using var transaction = await other.BeginTransactionAsync();
        await using (var taking = new NpgsqlCommand("SELECT pg_current_xact_id(), nextval('email_id')", other))
            await taking.ExecuteNonQueryAsync();
        await node.AppendAsync(ann.Id, inbox, 2);

        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(1), TimeProvider.System);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => node.Store.Search.Indexer.CatchUpAsync(patience.Token));
        Assert.Equal("1", await TestDatabases.SqlAsync(url, "SELECT count(*) FROM aether_search_1.kept"));
        await transaction.CommitAsync();
        await node.Store.Search.Indexer.CatchUpAsync(default);
        Assert.Equal("2", await TestDatabases.SqlAsync(url, "SELECT count(*) FROM aether_search_1.kept"));
    }

    [Fact]
    public async Task A_transaction_of_another_database_holds_nothing_up()
    {
        await using var other = await OpenAsync(TestDatabases.NewPostgres());
        await using var transaction = await other.BeginTransactionAsync();
        await using (var writing = new NpgsqlCommand("SELECT pg_current_xact_id()", other))
            await writing.ExecuteNonQueryAsync();
        await using var node = new PostgresNode(TestDatabases.NewPostgres());
        var ann = await node.AddAccountAsync("ann@example.test");
        await node.AppendAsync(ann.Id, await node.InboxAsync(ann.Id), 1);

        await node.Store.Search.Indexer.CatchUpAsync(default).WaitAsync(TimeSpan.FromMinutes(1), TimeProvider.System);

        Assert.Equal(1, node.Store.Search.Indexer.Indexed);
    }

    private static async Task<NpgsqlConnection> OpenAsync(string url)
    {
        var db = new NpgsqlConnection(PostgresUrl.Parse(url, out _)!.ConnectionString);
        await db.OpenAsync();
        return db;
    }

    private static ValueTask<IReadOnlyList<WordMatch>> FindAsync(PostgresNode node, Account account, string word) =>
        node.Store.Search.FindWordsAsync(account.Id, WordScope.Anywhere, [word], default);

    /// <summary>Whether the one message of a mailbox has a text.</summary>
    private static async Task<bool> HasItAsync(PostgresNode node, AccountId account, MailboxId mailbox, string text)
    {
        var emails = (await node.Store.Messages.ListAsync(account, mailbox, default)).Select(row => row.Email).ToArray();
        bool found = false;
        Assert.Single(emails);
        await node.Store.Search.DecideAsync(account, [new TextKey(TextScope.Body) { Text = text }], emails, (_, keys) =>
        {
            found = keys[0] is true;
            return keys[0] is not null;
        }, default);
        return found;
    }
}
