using Aether.Storage.Acceptance;
using Aether.Storage.Accounts;
using Aether.Storage.Backup;
using Aether.Storage.Envelopes;
using Aether.Testing.Stores;

namespace Aether.Storage.Tests.Accounts;

/// <summary>What is set for domains.</summary>
public sealed class DomainSettingTests : IAsyncLifetime
{
    private readonly TestStore store = new();

    private DomainSettingStore Settings => store.Store.DomainSettings;

    public async ValueTask InitializeAsync()
    {
        await store.Store.Directory.AddDomainAsync("a.test", null, default);
        await store.Store.Directory.AddDomainAsync("b.test", null, default);
    }

    public ValueTask DisposeAsync() => store.DisposeAsync();

    [Fact]
    public async Task What_is_set_is_found_and_can_be_changed_and_taken_back()
    {
        Assert.Null(await Settings.FindAsync("a.test", "x", default));
        Assert.Equal(DirectoryResult.Done, await Settings.SetAsync("a.test", "x", "1\0", default));
        Assert.Equal(DirectoryResult.Done, await Settings.SetAsync("a.test", "x", "2\0", default));
        Assert.Equal(DirectoryResult.Done, await Settings.SetAsync("b.test", "x", "3", default));
        Assert.Equal(DirectoryResult.Done, await Settings.SetAsync("b.test", "y", new string('z', 100_000), default));
        await store.ReopenAsync();
        Assert.Equal("2", await Settings.FindAsync("a.test", "x", default));
        Assert.Equal([("a.test", "2"), ("b.test", "3")], (await Settings.ListAsync("x", default)).Select(setting => (setting.Domain, setting.Value)));
        Assert.Equal(DirectoryResult.Done, await Settings.RemoveAsync("a.test", "x", default));
        Assert.Equal(DirectoryResult.NotFound, await Settings.RemoveAsync("a.test", "x", default));
        Assert.Equal(DirectoryResult.NoSuchDomain, await Settings.SetAsync("c.test", "x", "1", default));
    }

    [Fact]
    public async Task A_letter_and_what_it_tells_of_are_written_by_one_operation()
    {
        var plan = new AcceptPlan("m1", [], new QueueEntry("", default, new QueueEnvelope(), QueuePriority.Low, store.Clock.GetUtcNow().AddDays(1), [new QueueRecipient("postmaster@a.test", "a.test", null, "NEVER")]));
        var accepted = await store.Store.Acceptance.AcceptAsync(await store.DraftAsync("Subject: x\r\n\r\n"u8.ToArray()), plan, Settings.New("a.test", "x", "1\0"), default);
        await store.ReopenAsync();
        Assert.NotNull(await store.Store.Queue.FindAsync(accepted.Queued!.Value, default));
        Assert.Equal("1", await Settings.FindAsync("a.test", "x", default));

        // What the database takes back, it takes back whole.
        await Assert.ThrowsAnyAsync<Exception>(async () => await store.Store.Acceptance.AcceptAsync(
            await store.DraftAsync("Subject: y\r\n\r\n"u8.ToArray()), plan with { Queued = plan.Queued! with { Recipients = [new QueueRecipient(null!, "a.test", null, "NEVER")] } }, Settings.New("a.test", "x", "2"), default));
        Assert.Equal("1", await Settings.FindAsync("a.test", "x", default));
        Assert.Single(await store.Store.Queue.ListAsync(null, 10, default));
    }

    [Fact]
    public async Task It_goes_with_its_domain()
    {
        await Settings.SetAsync("a.test", "x", "1", default);
        Assert.Equal(DirectoryResult.Done, await store.Store.Directory.RemoveDomainAsync("a.test", default));
        await store.Store.Directory.AddDomainAsync("a.test", null, default);
        Assert.Null(await Settings.FindAsync("a.test", "x", default));
    }

    [Fact]
    public async Task A_backup_brings_it_back_where_nothing_newer_is()
    {
        await Settings.SetAsync("a.test", "x", "1", default);
        await Settings.SetAsync("b.test", "x", "2", default);
        using var folder = new TemporaryFolder();
        await store.Store.Backup.WriteAsync(folder.File("backup"), default);
        await using var other = new TestStore();
        await other.Store.Directory.AddDomainAsync("b.test", null, default);
        await other.Store.DomainSettings.SetAsync("b.test", "x", "newer", default);
        await other.Store.Restore.ReadAsync(folder.File("backup"), new RestoreScope(), default);
        Assert.Equal([("a.test", "1"), ("b.test", "newer")], (await other.Store.DomainSettings.ListAsync("x", default)).Select(setting => (setting.Domain, setting.Value)));
    }
}
