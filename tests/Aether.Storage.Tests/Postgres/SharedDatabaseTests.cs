using Aether.Storage.Acceptance;
using Aether.Storage.Envelopes;
using Aether.Storage.Queue;
using Aether.Testing.Stores;

namespace Aether.Storage.Tests.Postgres;

/// <summary>Two nodes on one database.</summary>
[Trait("Engine", "own")]
public sealed class SharedDatabaseTests
{
    [Fact]
    public async Task Deliveries_of_two_nodes_to_one_mailbox_take_distinct_uids_without_a_gap()
    {
        string url = TestDatabases.NewPostgres();
        await using var one = new PostgresNode(url);
        await using var two = new PostgresNode(url);
        var account = await one.AddAccountAsync("ann@example.test");
        var inbox = await one.InboxAsync(account.Id);

        var uids = await Task.WhenAll(Enumerable.Range(0, 200).Select(async i => (await (i % 2 == 0 ? one : two).AppendAsync(account.Id, inbox, i)).Uid.Value));

        Assert.Equal(Enumerable.Range(1, 200), uids.Order().Select(uid => (int)uid));
        Assert.Equal(Enumerable.Range(0, 200), await one.SubjectsAsync(account.Id, inbox));
        var rows = await two.Store.Messages.ListAsync(account.Id, inbox, default);
        Assert.Equal(200, rows.Select(row => row.ModSeq).Distinct().Count());
        Assert.Equal(200, rows.Select(row => row.Email).Distinct().Count());
    }

    [Fact]
    public async Task A_recipient_is_leased_by_one_node_only()
    {
        string url = TestDatabases.NewPostgres();
        await using var one = new PostgresNode(url);
        await using var two = new PostgresNode(url);
        await QueueAsync(one, 100);

        var leased = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => (i % 2 == 0 ? one : two).Store.Queue.LeaseAsync(10, TimeSpan.FromMinutes(5), [], default)));

        var ids = leased.SelectMany(block => block).Select(recipient => recipient.Id).ToList();
        Assert.Equal(ids.Count, ids.Distinct().Count());
        while (await one.Store.Queue.LeaseAsync(10, TimeSpan.FromMinutes(5), [], default) is { Count: > 0 } more)
            ids.AddRange(more.Select(recipient => recipient.Id));
        Assert.Equal(100, ids.Distinct().Count());
        Assert.Equal(100, ids.Count);
    }

    [Fact]
    public async Task A_node_that_slept_beyond_its_lease_changes_nothing_any_more()
    {
        string url = TestDatabases.NewPostgres();
        await using var slow = new PostgresNode(url);
        await using var quick = new PostgresNode(url);
        await QueueAsync(slow, 1);

        var first = Assert.Single(await slow.Store.Queue.LeaseAsync(1, TimeSpan.Zero, [], default));
        var second = Assert.Single(await quick.Store.Queue.LeaseAsync(1, TimeSpan.FromMinutes(5), [], default));

        Assert.Equal(new SettleResult(0, 1), await slow.Store.Queue.SettleAsync([new RecipientOutcome(first.Id, first.Lease, null, "250 late")], [], default));
        Assert.Equal(new SettleResult(1, 0), await quick.Store.Queue.SettleAsync([new RecipientOutcome(second.Id, second.Lease, null, "250 ok")], [], default));
        Assert.Equal(0, await slow.Store.Queue.CountAsync(default));
    }

    [Fact]
    public async Task A_lease_survives_the_start_of_another_node()
    {
        string url = TestDatabases.NewPostgres();
        await using var one = new PostgresNode(url);
        await QueueAsync(one, 1);
        var leased = Assert.Single(await one.Store.Queue.LeaseAsync(1, TimeSpan.FromMinutes(5), [], default));

        await using var two = new PostgresNode(url);

        Assert.Empty(await two.Store.Queue.LeaseAsync(1, TimeSpan.FromMinutes(5), [], default));
        Assert.Equal(new SettleResult(1, 0), await one.Store.Queue.SettleAsync([new RecipientOutcome(leased.Id, leased.Lease, null, "250 ok")], [], default));
    }

    [Fact]
    public async Task An_address_is_given_once_whoever_asks_for_it()
    {
        string url = TestDatabases.NewPostgres();
        await using var one = new PostgresNode(url);
        await using var two = new PostgresNode(url);
        await one.Store.Directory.AddDomainAsync("example.test", null, default);

        var results = await Task.WhenAll(
            one.Store.Directory.AddAccountAsync("ann@example.test", "", 0, default), two.Store.Directory.AddAliasAsync("ann@example.test", "bob@example.test", default),
            two.Store.Directory.AddAccountAsync("ann@example.test", "", 0, default), one.Store.Directory.AddAliasAsync("ann@example.test", "eve@example.test", default));

        // Either the account came first and all others are refused, or the aliases did and both accounts are.
        bool account = await one.Store.Directory.FindAccountAsync("ann@example.test", default) is not null;
        int aliases = (await two.Store.Directory.FindAliasTargetsAsync("ann@example.test", default)).Count;
        Assert.True(account ? aliases == 0 : aliases > 0, string.Join(", ", results));
    }

    private static async Task QueueAsync(PostgresNode node, int messages)
    {
        for (int i = 0; i < messages; i++)
        {
            await using var draft = node.Store.Bodies.NewDraft();
            draft.Write("Subject: x\r\n\r\ny\r\n"u8);
            var entry = new QueueEntry("ann@example.test", default, new QueueEnvelope(), QueuePriority.Normal, TimeProvider.System.GetUtcNow().AddDays(5), [new QueueRecipient($"r{i}@far.test", "far.test")]);
            Assert.NotNull((await node.Store.Acceptance.AcceptAsync(await draft.CompleteAsync(default), new AcceptPlan($"m{i}", [], entry), default)).Queued);
        }
    }
}
