using System.Security.Cryptography;
using System.Text;
using Aether.Storage.Mailboxes;
using Aether.Storage.Messages;
using Aether.Storage.Salvage;
using Aether.Testing.Stores;

namespace Aether.Storage.Tests.Upkeep;

/// <summary>What can be brought to safety from a store that is damaged: all but what the damage hit.</summary>
public sealed class SalvageTests : IAsyncLifetime
{
    private const int Small = 60;
    private const int Large = 6;
    private const string Deleted = "Subject: deleted\r\n\r\n";

    // It reads the files of the embedded engine, whichever one other tests are on.
    private readonly TestStore store = new(options => options with { Database = "aether.db" });
    private readonly HashSet<string> hashes = [];

    private string Target => Path.Combine(store.Folder, "out");

    public async ValueTask InitializeAsync()
    {
        var account = (await store.AddAccountAsync("ann@example.test")).Id;
        await store.Store.Mailboxes.CreateAsync(account, "Work/2026", SpecialUse.None, default);
        var inbox = (await store.FindMailboxAsync(account, Mailbox.Inbox)).Id;
        var work = (await store.FindMailboxAsync(account, "Work/2026")).Id;
        for (int i = 0; i < Small; i++)
            await AppendAsync(account, i % 2 == 0 ? inbox : work, 500 + (i * 200), SystemFlags.Seen | SystemFlags.Flagged);
        for (int i = 0; i < Large; i++)
            await AppendAsync(account, inbox, 100_000 + (i * 90_000), SystemFlags.None);
        await store.AppendAsync(account, inbox, Deleted, SystemFlags.Deleted);
        await store.Store.Messages.ExpungeAsync(account, inbox, [new Uid((Small / 2) + Large + 1)], default);
    }

    public ValueTask DisposeAsync() => store.DisposeAsync();

    [Fact]
    public async Task A_sound_store_is_exported_whole_with_folders_and_flags()
    {
        await store.Store.DisposeAsync();

        var report = StoreSalvage.Run(store.Folder, "aether.db", Target, default);

        Assert.Equal((1, Small + Large, 0L, 0L), (report.Accounts, (int)report.Messages, report.Unreadable, report.Found));
        Assert.Equal(hashes, Exported("ann@example.test"));
        Assert.Equal(Small / 2, Directory.GetFiles(Path.Combine(Target, "ann@example.test", ".Work.2026", "cur"), "*:2,FS").Length);
        await store.ReopenAsync();
    }

    [Fact]
    public async Task Mail_that_was_moved_or_copied_is_exported_where_it_is()
    {
        var account = (await store.Store.Directory.FindAccountAsync("ann@example.test", default))!.Id;
        var (inbox, work) = ((await store.FindMailboxAsync(account, Mailbox.Inbox)).Id, (await store.FindMailboxAsync(account, "Work/2026")).Id);
        await store.Store.Messages.MoveAsync(account, inbox, [new Uid(1), new Uid(2)], work, default);
        await store.Store.Messages.CopyAsync(account, inbox, [new Uid(3)], work, default);
        await store.Store.DisposeAsync();

        StoreSalvage.Run(store.Folder, "aether.db", Target, default);

        Assert.Equal((Small / 2) + 3, Directory.GetFiles(Path.Combine(Target, "ann@example.test", ".Work.2026", "cur")).Length);
        Assert.Equal((Small / 2) + Large - 2, Directory.GetFiles(Path.Combine(Target, "ann@example.test", "cur")).Length);
        await store.ReopenAsync();
    }

    [Fact]
    public async Task A_store_that_was_killed_gives_what_its_log_has()
    {
        string killed = Path.Combine(store.Folder, "killed");
        Directory.CreateDirectory(killed);
        foreach (string file in (string[])["aether.db", "aether.db-wal"])
            File.Copy(Path.Combine(store.Folder, file), Path.Combine(killed, file));
        Directory.CreateDirectory(Path.Combine(killed, "segments"));
        foreach (string file in Directory.GetFiles(Path.Combine(store.Folder, "segments")))
            File.Copy(file, Path.Combine(killed, "segments", Path.GetFileName(file)));

        var report = StoreSalvage.Run(killed, "aether.db", Target, default);

        Assert.Equal(Small + Large, report.Messages);
        Assert.Equal(hashes, Exported("ann@example.test"));
        await Task.CompletedTask;
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Broken_pages_cost_what_is_in_them(int seed)
    {
        await store.Store.DisposeAsync();
        string path = Path.Combine(store.Folder, "aether.db");
        byte[] database = await File.ReadAllBytesAsync(path);
        var random = new Random(seed);
        database.AsSpan(0, 100).Clear(); // The header is gone: no SQLite opens it.
        for (int i = 0; i < 5; i++)
            random.NextBytes(database.AsSpan(random.Next(1, database.Length / 4096) * 4096, 4096));
        await File.WriteAllBytesAsync(path, database);
        await Assert.ThrowsAsync<StoreOpenException>(store.ReopenAsync);

        var report = StoreSalvage.Run(store.Folder, "aether.db", Target, default);

        var exported = Directory.GetDirectories(Target).SelectMany(folder => Exported(Path.GetFileName(folder))).ToHashSet();
        // One that was deleted may come back: the row that said so may be among what broke.
        Assert.Subset(new HashSet<string>(hashes) { HashOf(Deleted) }, exported);
        Assert.InRange(exported.Count, (Small + Large) / 2, Small + Large + 1);
        Assert.Equal(exported.Count, report.Messages + report.Found);
        File.Delete(path);
        await store.ReopenAsync();
    }

    [Fact]
    public async Task Without_the_database_the_segments_still_give_their_messages()
    {
        await store.Store.DisposeAsync();
        foreach (string file in Directory.GetFiles(store.Folder, "aether.db*"))
            File.Delete(file);

        var report = StoreSalvage.Run(store.Folder, "aether.db", Target, default);

        Assert.Equal(Large, report.Found);
        Assert.Subset(hashes, Exported("lost+found"));
        Assert.Equal(Large, Exported("lost+found").Count);
        await store.ReopenAsync();
    }

    [Fact]
    public void A_store_in_use_is_left_alone()
    {
        Assert.Equal(StoreOpenFailure.InUse, Assert.Throws<StoreOpenException>(() => StoreSalvage.Run(store.Folder, "aether.db", Target, default)).Failure);
        Assert.False(File.Exists(Path.Combine(Target, "ann@example.test")));
    }

    private static string HashOf(string message) => Convert.ToHexString(SHA256.HashData(Encoding.ASCII.GetBytes(message)));

    private async Task AppendAsync(AccountId account, MailboxId mailbox, int size, SystemFlags flags)
    {
        byte[] octets = new byte[size];
        new Random(size).NextBytes(octets);
        Encoding.ASCII.GetBytes($"Subject: {size}\r\n\r\n").CopyTo(octets, 0);
        hashes.Add(Convert.ToHexString(SHA256.HashData(octets)));
        await store.Store.Messages.AppendAsync(account, mailbox, await store.DraftAsync(octets), new FlagChange(FlagChangeMode.Replace, flags, []), null, default);
    }

    private HashSet<string> Exported(string account) =>
        [.. Directory.GetFiles(Path.Combine(Target, account), "*", SearchOption.AllDirectories).Select(file => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file))))];
}
