using Aether.Storage.Accounts;
using Aether.Storage.Mailboxes;
using Aether.Storage.Messages;
using Aether.Testing.Stores;

namespace Aether.Storage.Tests.Messages;

/// <summary>The rows of a large mailbox come from a file after a start, whatever became of the file or the mailbox meanwhile.</summary>
public sealed class RowFilesTests : IAsyncLifetime
{
    private readonly TestStore store = new(options => options with { RowFileFrom = 20 });
    private Account ann = null!;
    private Mailbox inbox = null!;

    private MessageStore Messages => store.Store.Messages;

    private string File => Assert.Single(Files);

    private string[] Files => Directory.GetFiles(Path.Combine(store.Folder, "rows"), "*.rows");

    public async ValueTask InitializeAsync()
    {
        ann = await store.AddAccountAsync("ann@example.test");
        inbox = await store.FindMailboxAsync(ann.Id, Mailbox.Inbox);
        for (int i = 0; i < 30; i++)
            await store.AppendAsync(ann.Id, inbox.Id, $"x: {i}\r\n\r\n");
        await OpenAsync();
        await store.ReopenAsync();
    }

    public ValueTask DisposeAsync() => store.DisposeAsync();

    [Fact]
    public async Task An_opening_after_a_start_takes_the_file_and_what_changed_since()
    {
        await ChangeAsync();
        Assert.True(RowFileIsSound());
        Assert.Equal(await Messages.ListAsync(ann.Id, inbox.Id, default), await OpenAsync());
    }

    [Fact]
    public async Task A_file_far_behind_is_written_anew()
    {
        var before = ReadFile();
        await ChangeAsync();
        await OpenAsync();
        await store.ReopenAsync();
        Assert.True(ReadFile().ModSeq > before.ModSeq);
        Assert.Equal(await Messages.ListAsync(ann.Id, inbox.Id, default), ReadFile().Rows);
    }

    [Fact]
    public async Task A_damaged_file_is_seen_through_and_replaced()
    {
        byte[] sound = await System.IO.File.ReadAllBytesAsync(File);
        var random = new Random(3);
        for (int round = 0; round < 60; round++)
        {
            byte[] damaged = round % 3 is 0 ? sound[..random.Next(sound.Length)] : [.. sound];
            if (round % 3 is not 0)
                damaged[random.Next(damaged.Length)] ^= (byte)(1 << random.Next(8));
            await System.IO.File.WriteAllBytesAsync(File, damaged);
            Assert.False(RowFileIsSound());
        }

        Assert.Equal(await Messages.ListAsync(ann.Id, inbox.Id, default), await OpenAsync());
        await store.ReopenAsync();
        Assert.True(RowFileIsSound());
    }

    [Fact]
    public async Task Rows_of_another_life_of_the_store_are_not_believed()
    {
        // As after a restore to an earlier point: the file knows a flag that this mailbox never had, under a mod-sequence that came again.
        var (rows, counters) = (ReadFile(), (await store.FindMailboxAsync(ann.Id, Mailbox.Inbox)).Counters);
        rows.Rows.Set(3, rows.Rows[3] with { Flags = (long)SystemFlags.Seen });
        System.IO.File.Delete(File);
        using (var file = Aether.Storage.Durability.HostDisk.Instance.Create(Path.Combine(store.Folder, "rows", $"{ann.Id.Value}-{inbox.Id.Value}.rows")))
            RowFile.Write(file, ann.Id, inbox.Id, counters.UidValidity, rows);
        Assert.True(RowFileIsSound());
        Assert.Equal(await Messages.ListAsync(ann.Id, inbox.Id, default), await OpenAsync());
    }

    [Fact]
    public async Task A_deleted_mailbox_leaves_no_file()
    {
        await Messages.CopyAsync(ann.Id, inbox.Id, [.. (await OpenAsync()).Select(row => row.Uid)], (await store.FindMailboxAsync(ann.Id, "Sent")).Id, default);
        await Messages.OpenAsync(ann.Id, (await store.FindMailboxAsync(ann.Id, "Sent")).Id, default);
        await store.ReopenAsync();
        Assert.Equal(2, Files.Length);
        await store.Store.Mailboxes.DeleteAsync(ann.Id, "Sent", default);
        await store.Store.Sweeper.SweepAsync(default);
        Assert.True(RowFileIsSound());
    }

    [Fact]
    public void Looking_at_all_rows_takes_the_memory_of_a_page()
    {
        var all = RowPages.Of(Enumerable.Range(1, 20_000).Select(static number => new MessageRow(new Uid((uint)number), new EmailId(number), new ModSeq(number), number, number, number)));
        System.IO.File.Delete(File);
        using (var file = Aether.Storage.Durability.HostDisk.Instance.Create(Path.Combine(store.Folder, "rows", $"{ann.Id.Value}-{inbox.Id.Value}.rows")))
            RowFile.Write(file, ann.Id, inbox.Id, 1, new MailboxRows(all, new ModSeq(20_000)));
        var rows = ReadFile().Rows;
        rows.Set(1_000, rows[1_000] with { Flags = 7 }); // of a page that is in memory
        var look = new RowLook(rows);

        long before = GC.GetAllocatedBytesForCurrentThread();
        long sum = 0;
        for (int at = 0; at < rows.Count;)
        {
            var some = look.From(at, 64);
            foreach (var row in some)
                sum += row.Flags;
            at += some.Length;
        }

        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 100_000); // of a million
        Assert.Equal(all.Sum(static row => row.Flags) - all[1_000].Flags + 7, sum);
        foreach (int at in new[] { 19_999, 0, 511, 512, 511, 1_000, 19_456 })
            Assert.Equal(rows[at], look[at]);
    }

    private async Task<RowPages> OpenAsync() => (await Messages.OpenAsync(ann.Id, inbox.Id, default))!.Rows;

    private async Task ChangeAsync()
    {
        var uids = (await Messages.ListAsync(ann.Id, inbox.Id, default)).Select(row => row.Uid).ToArray();
        await Messages.SetFlagsAsync(ann.Id, inbox.Id, uids[..5], new FlagChange(FlagChangeMode.Add, SystemFlags.Seen, []), default);
        await Messages.RemoveAsync(ann.Id, inbox.Id, uids[10..13], default);
        await store.AppendAsync(ann.Id, inbox.Id, "x: y\r\n\r\n");
    }

    private MailboxRows ReadFile()
    {
        var file = Aether.Storage.Durability.HostDisk.Instance.OpenRead(File)!;
        return RowFile.Read(file, ann.Id, inbox.Id)!.Rows;
    }

    private bool RowFileIsSound()
    {
        using var file = Aether.Storage.Durability.HostDisk.Instance.OpenRead(File)!;
        return RowFile.Read(file, ann.Id, inbox.Id) is not null;
    }
}
