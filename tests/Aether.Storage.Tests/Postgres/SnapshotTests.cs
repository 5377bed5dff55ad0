using Aether.Storage.Messages;
using Aether.Testing.Stores;

namespace Aether.Storage.Tests.Postgres;

/// <summary>A backup sees the database of one moment while nodes go on writing to it.</summary>
[Trait("Engine", "own")]
public sealed class SnapshotTests
{
    [Fact]
    public async Task What_comes_and_goes_after_the_moment_is_not_seen()
    {
        await using var node = new PostgresNode(TestDatabases.NewPostgres());
        var ann = await node.AddAccountAsync("ann@one.test");
        var inbox = await node.InboxAsync(ann.Id);
        await node.AppendAsync(ann.Id, inbox, 1);
        await node.AppendAsync(ann.Id, inbox, 2);
        await node.Store.Messages.SetFlagsAsync(ann.Id, inbox, [new Uid(1)], new FlagChange(FlagChangeMode.Add, SystemFlags.Deleted, []), default);

        using var view = await node.Snapshots.TakeAsync(default);
        await node.Store.Messages.ExpungeAsync(ann.Id, inbox, [new Uid(1)], default);
        await node.AppendAsync(ann.Id, inbox, 3);
        await node.AddAccountAsync("bob@one.test");

        Assert.Equal([1u, 2u], (await view.Messages.ListAsync(ann.Id, inbox, default)).Select(row => row.Uid.Value));
        Assert.Equal("ann@one.test", Assert.Single(await view.Directory.ListAccountsAsync(null, "", 10, default)).Address);
        Assert.Equal([2u, 3u], (await node.Store.Messages.ListAsync(ann.Id, inbox, default)).Select(row => row.Uid.Value));
    }

    [Fact]
    public async Task A_lost_connection_ends_the_moment_and_the_next_backup_is_whole()
    {
        using var files = new TemporaryFolder();
        await using var node = new PostgresNode(TestDatabases.NewPostgres());
        var ann = await node.AddAccountAsync("ann@one.test");
        await node.AppendAsync(ann.Id, await node.InboxAsync(ann.Id), 1);

        using var view = await node.Snapshots.TakeAsync(default);
        await TestDatabases.Shared.SqlAsync("postgres", "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'aether-backup'");

        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await view.Directory.ListAccountsAsync(null, "", 10, default));
        var report = await node.Store.Backup.WriteAsync(files.File("again"), default);
        Assert.Equal(1, report.Messages);
    }
}
