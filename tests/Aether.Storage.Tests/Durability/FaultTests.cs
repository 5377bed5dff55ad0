using Aether.Mime.Scanning;
using Aether.Storage.Durability;
using Aether.Storage.Engines.Sqlite;
using Aether.Storage.Mailboxes;
using Aether.Storage.Messages;
using Aether.Storage.Tests.Crashes;
using Aether.Testing.Stores;
using Microsoft.Extensions.Time.Testing;

namespace Aether.Storage.Tests.Durability;

/// <summary>Cases F05 and F06 at the seam: syncs that fail, a disk without room, a process without descriptors.</summary>
[Trait("Engine", "own")]
public sealed class FaultTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly RecordingDisk disk;
    private readonly FakeTimeProvider clock = CrashWorkload.NewClock();
    private readonly TaskCompletionSource<Exception> inDoubt = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public FaultTests() => disk = new RecordingDisk(folder.Path);

    public void Dispose()
    {
        disk.Dispose();
        folder.Dispose();
    }

    public static TheoryData<string, int> SyncedFiles => new() { { ".seg", 60_000 }, { "-wal", 800 }, { "segments", 60_000 } };

    [Theory]
    [MemberData(nameof(SyncedFiles))]
    public async Task A_failed_sync_is_never_acknowledged_and_ends_the_process(string file, int size)
    {
        var store = Open();
        var (account, inbox) = await AddAccountAsync(store);
        disk.Log.Fault = (call, path) => call is DiskCall.Sync or DiskCall.SyncFolder && path.EndsWith(file, StringComparison.Ordinal) ? DiskFault.Broken : DiskFault.None;

        var append = Task.Run(() => AppendAsync(store, account, inbox, size));

        // The hook does not return, as the process would not: so neither does the append. What holds on to it goes with this process.
        var first = await Task.WhenAny(append, inDoubt.Task);
        Assert.Same(inDoubt.Task, first);
        Assert.False(append.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task A_failed_sync_while_the_log_is_folded_ends_the_process()
    {
        var store = Open(options => options with { LogPages = 20 });
        var (account, inbox) = await AddAccountAsync(store);
        disk.Log.Fault = (call, path) => call is DiskCall.Sync && path.EndsWith(".db", StringComparison.Ordinal) ? DiskFault.Broken : DiskFault.None;

        var appends = Task.WhenAll(Enumerable.Range(0, 40).Select(_ => Task.Run(() => AppendAsync(store, account, inbox, 3_000))));

        await inDoubt.Task.WaitAsync(TimeSpan.FromSeconds(20)); // what was in the log is safe, and was told
        Assert.False(appends.IsFaulted);
    }

    [Fact]
    public void A_store_that_can_not_sync_does_not_open()
    {
        disk.Log.Fault = static (call, _) => call is DiskCall.Sync or DiskCall.SyncFolder ? DiskFault.Broken : DiskFault.None;

        Assert.ThrowsAny<IOException>(() => Open());
    }

    [Theory]
    [InlineData(".seg", 60_000)]
    [InlineData("-wal", 800)]
    public async Task A_full_disk_refuses_keeps_what_it_has_and_takes_mail_again(string file, int size)
    {
        await using var store = Open();
        var (account, inbox) = await AddAccountAsync(store);
        await AppendAsync(store, account, inbox, size);
        string before = await StoreSnapshot.TakeAsync(store);

        disk.Log.Fault = (call, path) => call is DiskCall.Write && path.EndsWith(file, StringComparison.Ordinal) ? DiskFault.Full : DiskFault.None;
        for (int i = 0; i < 3; i++)
            await Assert.ThrowsAsync<StoreUnavailableException>(() => AppendAsync(store, account, inbox, size));
        Assert.Equal(before, await StoreSnapshot.TakeAsync(store));

        disk.Log.Fault = static (_, _) => DiskFault.None;
        Assert.Equal(2u, (await AppendAsync(store, account, inbox, size)).Uid.Value);
        Assert.Equal(0, (await store.Verifier.VerifyAsync(default)).FindingCount);
        Assert.False(inDoubt.Task.IsCompleted);
    }

    [Fact]
    public async Task A_database_that_can_not_grow_keeps_its_log_and_goes_on()
    {
        await using var store = Open(options => options with { LogPages = 20 });
        var (account, inbox) = await AddAccountAsync(store);
        disk.Log.Fault = static (call, path) => call is DiskCall.Write && path.EndsWith(".db", StringComparison.Ordinal) ? DiskFault.Full : DiskFault.None;
        for (int i = 0; i < 20; i++)
            await AppendAsync(store, account, inbox, 2_000);

        disk.Log.Fault = static (_, _) => DiskFault.None;
        for (int i = 0; i < 20; i++)
            await AppendAsync(store, account, inbox, 2_000);
        Assert.Equal(40, (await store.Messages.ListAsync(account, inbox, default)).Count);
        Assert.Equal(0, (await store.Verifier.VerifyAsync(default)).FindingCount);
    }

    [Fact]
    public async Task A_log_that_a_long_reader_let_grow_is_folded_beside_the_writer()
    {
        await using var store = Open(options => options with { LogPages = 20 });
        var (account, inbox) = await AddAccountAsync(store);
        using var syncs = await GrowLogAsync(store, account, inbox, DiskFault.None);
        Assert.True(syncs.Begun.Wait(TimeSpan.FromSeconds(10)));

        // The fold is held at its sync of the database: the writer does not wait for it.
        for (int i = 0; i < 40; i++)
            await AppendAsync(store, account, inbox, 2_000).WaitAsync(TimeSpan.FromMinutes(1));
        syncs.LetGo.Set();
        for (int i = 0; i < 40; i++)
            await AppendAsync(store, account, inbox, 2_000);

        Assert.Equal(0, (await store.Verifier.VerifyAsync(default)).FindingCount);
        Assert.False(inDoubt.Task.IsCompleted);
    }

    [Fact]
    public async Task A_failed_sync_while_a_long_log_is_folded_ends_the_process()
    {
        var store = Open(options => options with { LogPages = 20 });
        var (account, inbox) = await AddAccountAsync(store);
        using var syncs = await GrowLogAsync(store, account, inbox, DiskFault.Broken);
        syncs.LetGo.Set();

        var appends = Task.Run(async () =>
        {
            while (true)
                await AppendAsync(store, account, inbox, 2_000);
        });
        Assert.Same(inDoubt.Task, await Task.WhenAny(appends, inDoubt.Task));
    }

    /// <summary>Lets a reader stay until the log is long, and go when the next fold is near.</summary>
    private async Task<HeldSyncs> GrowLogAsync(MailStore store, AccountId account, MailboxId inbox, DiskFault fault)
    {
        var syncs = new HeldSyncs();
        using (var reader = SqliteConnection.Open(new SqliteFile(folder.File("data/aether.db"), disk.DatabaseVfs), SqliteAccess.Read))
        {
            reader.Execute("BEGIN; SELECT count(*) FROM email");
            for (int i = 0; i < 40; i++)
                await AppendAsync(store, account, inbox, 2_000);
            disk.Log.Fault = (call, path) => call is DiskCall.Sync && path.EndsWith(".db", StringComparison.Ordinal) ? syncs.Take(fault) : DiskFault.None;
        }

        // SQLite syncs the database only where nothing was written since the fold began: it gets the time to come to it.
        for (int i = 0; i < 20 && !syncs.Begun.Wait(TimeSpan.FromSeconds(2)); i++)
            await AppendAsync(store, account, inbox, 2_000).WaitAsync(TimeSpan.FromMinutes(1));
        return syncs;
    }

    private sealed class HeldSyncs : IDisposable
    {
        public ManualResetEventSlim Begun { get; } = new();

        public ManualResetEventSlim LetGo { get; } = new();

        public DiskFault Take(DiskFault fault)
        {
            Begun.Set();
            LetGo.Wait();
            return fault;
        }

        public void Dispose()
        {
            LetGo.Set();
            Begun.Dispose();
        }
    }

    [Fact]
    public async Task Without_descriptors_the_store_refuses_and_recovers()
    {
        await using (var first = Open())
        {
            var (owner, mailbox) = await AddAccountAsync(first);
            await AppendAsync(first, owner, mailbox, 60_000);
        }
        await using var store = Open();
        var account = (await store.Directory.FindAccountAsync("ann@example.test", default))!.Id;
        var inbox = (await store.Mailboxes.FindAsync(account, Mailbox.Inbox, default))!.Id;
        disk.Log.Fault = static (call, path) => call is DiskCall.Create or DiskCall.OpenRead && path.EndsWith(".seg", StringComparison.Ordinal) ? DiskFault.NoDescriptors : DiskFault.None;

        await Assert.ThrowsAsync<StoreUnavailableException>(() => AppendAsync(store, account, inbox, 60_000));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => StoreSnapshot.TakeAsync(store));

        disk.Log.Fault = static (_, _) => DiskFault.None;
        Assert.Equal(2u, (await AppendAsync(store, account, inbox, 60_000)).Uid.Value);
        Assert.NotEmpty(await StoreSnapshot.TakeAsync(store));
    }

    [Fact]
    public async Task A_database_connection_that_can_not_be_opened_is_a_refusal()
    {
        await using var store = Open();
        disk.Log.Fault = static (call, path) => call is DiskCall.OpenRead && path.EndsWith(".db", StringComparison.Ordinal) ? DiskFault.NoDescriptors : DiskFault.None;
        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await store.Directory.ListDomainsAsync(default));

        disk.Log.Fault = static (_, _) => DiskFault.None;
        Assert.Empty(await store.Directory.ListDomainsAsync(default));
    }

    [Theory]
    [InlineData(100L << 30, 900L << 20, false)] // under 1 GiB
    [InlineData(100L << 30, 1100L << 20, true)]
    [InlineData(1L << 30, 60L << 20, true)] // over a twentieth
    [InlineData(1L << 30, 40L << 20, false)]
    public async Task The_last_of_the_disk_is_kept_for_the_queue(long total, long free, bool takesMail)
    {
        disk.Room = new DiskRoom(total, free);
        await using var store = Open(options => options with { Reserve = 1L << 30 });

        Assert.Equal(takesMail, store.Space.TakesMail);
    }

    [Fact]
    public async Task Room_that_was_made_is_seen_a_second_later()
    {
        disk.Room = new DiskRoom(1L << 40, 0);
        await using var store = Open(options => options with { Reserve = 1L << 30 });
        Assert.Equal(1L << 30, store.Space.Missing);

        disk.Room = new DiskRoom(1L << 40, 2L << 30);
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.True(store.Space.TakesMail);
    }

    private MailStore Open(Func<StoreOptions, StoreOptions>? change = null)
    {
        var options = new StoreOptions(folder.File("data"));
        return MailStore.Open(new StoreContext(change?.Invoke(options) ?? options, new MimeLimits(), clock, Stop) { Disk = disk });
    }

    /// <summary>What the program does by ending.</summary>
    private void Stop(Exception reason)
    {
        inDoubt.TrySetResult(reason);
        using var never = new ManualResetEventSlim();
        never.Wait();
    }

    private static async Task<(AccountId Account, MailboxId Inbox)> AddAccountAsync(MailStore store)
    {
        await store.Directory.AddDomainAsync("example.test", null, default);
        await store.Directory.AddAccountAsync("ann@example.test", "", 0, default);
        var account = (await store.Directory.FindAccountAsync("ann@example.test", default))!.Id;
        return (account, (await store.Mailboxes.FindAsync(account, Mailbox.Inbox, default))!.Id);
    }

    private static async Task<AppendResult> AppendAsync(MailStore store, AccountId account, MailboxId mailbox, int size)
    {
        byte[] octets = new byte[size];
        new Random(size).NextBytes(octets);
        await using var draft = store.Bodies.NewDraft();
        draft.Write(octets);
        await draft.FlushAsync(default);
        var message = await draft.CompleteAsync(default);
        return await store.Messages.AppendAsync(account, mailbox, message, new FlagChange(FlagChangeMode.Replace, SystemFlags.None, []), null, default);
    }
}
