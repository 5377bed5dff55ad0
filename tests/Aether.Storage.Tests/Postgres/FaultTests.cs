using Aether.Storage.Acceptance;
using Aether.Storage.Messages;
using Aether.Testing.Servers;

namespace Aether.Storage.Tests.Postgres;

/// <summary>The database fails under load (F09): what was acknowledged is there, once, and the node goes on by itself.</summary>
[Trait("Engine", "own")]
public sealed class FaultTests : IAsyncLifetime
{
    private PostgresServer server = null!;
    private PostgresNode node = null!;
    private Workload load = null!;

    public async ValueTask InitializeAsync()
    {
        server = await PostgresServer.StartAsync();
        await server.SqlAsync("postgres", "CREATE DATABASE mail");
        node = new PostgresNode(server.Url("mail"), static limits => limits with { Lock = TimeSpan.FromSeconds(5) }); // on a slow machine others hold rows for longer than they mean to
        load = await Workload.StartAsync(node, 4);
        await SomeMoreAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await node.DisposeAsync();
        await server.DisposeAsync();
    }

    [Fact]
    public async Task A_server_that_crashes_and_comes_back_costs_nothing()
    {
        for (int i = 0; i < 3; i++)
        {
            await server.KillAsync();
            await server.StartAgainAsync();
            await SomeMoreAsync();
        }
        await load.EndAndCompareAsync();
        Assert.Null(node.Store.Trouble);
    }

    [Fact]
    public async Task A_server_that_is_restarted_costs_nothing()
    {
        for (int i = 0; i < 3; i++)
        {
            await server.StopAsync();
            await server.StartAgainAsync();
            await SomeMoreAsync();
        }
        await load.EndAndCompareAsync();
        Assert.Equal(0, load.Refused);
    }

    [Fact]
    public async Task Sessions_that_are_ended_come_back_and_none_is_left_over()
    {
        for (int i = 0; i < 10; i++)
        {
            await server.SqlAsync("postgres", "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'mail'");
            await SomeMoreAsync(20);
        }
        await load.EndAndCompareAsync();
        Assert.Equal(0, load.Refused);
        // Two to four writers, and at most four readers.
        Assert.InRange(int.Parse(await server.SqlAsync("postgres", "SELECT count(*) FROM pg_stat_activity WHERE datname = 'mail'"), System.Globalization.CultureInfo.InvariantCulture), 2, 8);
    }

    [Fact]
    public async Task A_server_without_free_connections_is_waited_for()
    {
        await server.StopAsync();
        await server.StartAgainAsync("max_connections=10", "superuser_reserved_connections=0");
        var others = Enumerable.Range(0, 10).Select(_ => server.SqlAsync("postgres", "SELECT pg_sleep(2)").ContinueWith(_ => { }, TaskScheduler.Default)).ToArray();
        await Task.WhenAll(others);
        await SomeMoreAsync();
        await load.EndAndCompareAsync();
    }

    [Fact]
    public async Task A_server_that_may_only_be_read_is_waited_for()
    {
        await server.SqlAsync("postgres", "ALTER DATABASE mail SET default_transaction_read_only = on");
        await server.SqlAsync("postgres", "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'mail'");
        await Eventually.IsTrueAsync(() => node.Store.Trouble?.Contains("read-only", StringComparison.Ordinal) is true, "the node notices");
        await server.SqlAsync("postgres", "ALTER DATABASE mail RESET default_transaction_read_only");
        await SomeMoreAsync();
        await load.EndAndCompareAsync();
    }

    [Fact]
    public async Task A_row_that_is_held_delays_its_account_and_not_the_others_for_long()
    {
        // A transaction of somebody else's holds one account for as long as its session lives.
        var holder = server.SqlAsync("mail", "BEGIN; SELECT id FROM account WHERE name = 'u1@example.test' FOR UPDATE; SELECT pg_sleep(600)").ContinueWith(_ => { }, TaskScheduler.Default);
        await Eventually.IsTrueAsync(() => load.Refused > 0, "an operation on the held account is refused");
        await SomeMoreAsync();
        await server.SqlAsync("postgres", "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(600)%' AND pid <> pg_backend_pid()");
        await holder;
        await SomeMoreAsync();
        await load.EndAndCompareAsync();
    }

    [Fact]
    public async Task A_server_that_stays_away_makes_changes_and_queries_temporary_failures()
    {
        await load.EndAndCompareAsync();
        await node.DisposeAsync();
        node = new PostgresNode(server.Url("mail"), limits => limits with { Patience = TimeSpan.FromMilliseconds(200) });
        var account = (await node.Store.Directory.FindAccountAsync("u0@example.test", default))!;
        var inbox = await node.InboxAsync(account.Id);
        await server.KillAsync();

        Assert.True((await Assert.ThrowsAsync<StoreUnavailableException>(() => node.AppendAsync(account.Id, inbox, -1))).IsAway);
        Assert.True((await Assert.ThrowsAsync<StoreUnavailableException>(async () => await node.Store.Directory.FindAccountAsync("u0@example.test", default))).IsAway);
        Assert.NotNull(node.Store.Trouble);

        await server.StartAgainAsync();
        Assert.Equal(MessageStatus.Done, (await node.AppendAsync(account.Id, inbox, -1)).Status);
        Assert.Null(node.Store.Trouble);
    }

    [Fact]
    public async Task Operations_that_wait_for_each_other_are_run_again()
    {
        // A message for two accounts locks the lower one first; a transaction of somebody else's takes them the other way round.
        var accounts = new[] { "u0@example.test", "u1@example.test" };
        var ids = await Task.WhenAll(accounts.Select(async address => (await node.Store.Directory.FindAccountAsync(address, default))!.Id));
        using var enough = new CancellationTokenSource();
        var others = Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            while (!enough.IsCancellationRequested)
                await server.SqlAsync("mail", $"BEGIN; UPDATE account SET msgs = msgs WHERE id = {ids[1]}; SELECT pg_sleep(0.02); UPDATE account SET msgs = msgs WHERE id = {ids[0]}; COMMIT").ContinueWith(_ => { }, TaskScheduler.Default);
        })).ToArray();

        for (int i = 0; i < 30; i++)
            Assert.True((await AcceptAsync(ids)).IsStored);
        await enough.CancelAsync();
        await Task.WhenAll(others);

        Assert.NotEqual("0", (await server.SqlAsync("mail", "SELECT deadlocks FROM pg_stat_database WHERE datname = 'mail'")).Trim());
        var inbox = (await node.Store.Mailboxes.FindAsync(ids[1], "Archive", default))!;
        Assert.Equal(30, inbox.Counters.Messages);
        await load.EndAndCompareAsync();
        Assert.Equal(0, load.Refused);
    }

    private async Task<AcceptResult> AcceptAsync(AccountId[] ids)
    {
        await using var draft = node.Store.Bodies.NewDraft();
        draft.Write("Subject: n0\r\n\r\n"u8);
        var local = new List<LocalDelivery>();
        foreach (var id in ids)
            local.Add(new LocalDelivery(id, (await node.Store.Mailboxes.FindAsync(id, "Archive", default))!.Id, default));
        return await node.Store.Acceptance.AcceptAsync(await draft.CompleteAsync(default), new AcceptPlan("x", local, null), default);
    }

    private Task SomeMoreAsync(int messages = 100)
    {
        int before = load?.Acknowledged ?? 0;
        return Eventually.IsTrueAsync(() => load!.Acknowledged >= before + messages, "messages are stored again", TimeSpan.FromSeconds(60));
    }
}
