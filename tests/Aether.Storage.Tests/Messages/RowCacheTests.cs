using Aether.Storage.Accounts;
using Aether.Storage.Mailboxes;
using Aether.Storage.Messages;
using Aether.Testing.Stores;
using CsCheck;

namespace Aether.Storage.Tests.Messages;

/// <summary>A mailbox opened again is as a fresh read of it, and what is kept stays in bounds.</summary>
public sealed class RowCacheTests : IAsyncLifetime
{
    private readonly TestStore store = new(options => options with { CachedRows = 100 });
    private Account ann = null!;
    private Mailbox inbox = null!;

    private MessageStore Messages => store.Store.Messages;

    public async ValueTask InitializeAsync()
    {
        ann = await store.AddAccountAsync("ann@example.test");
        inbox = await store.FindMailboxAsync(ann.Id, Mailbox.Inbox);
    }

    public ValueTask DisposeAsync() => store.DisposeAsync();

    [Fact]
    public async Task Each_opening_equals_a_fresh_read()
    {
        var random = new Random(5);
        var sent = await store.FindMailboxAsync(ann.Id, "Sent");
        for (int step = 0; step < 120; step++)
        {
            var uids = (await Messages.ListAsync(ann.Id, inbox.Id, default)).Select(row => row.Uid).Where(_ => random.Next(4) is 0).ToArray();
            switch (step % 5)
            {
                case 0 or 1: await store.AppendAsync(ann.Id, inbox.Id, "x: y\r\n\r\n"); break;
                case 2: await Messages.SetFlagsAsync(ann.Id, inbox.Id, uids, new FlagChange(FlagChangeMode.Add, (SystemFlags)(1 << random.Next(4)), []), default); break;
                case 3: await Messages.ExpungeAsync(ann.Id, inbox.Id, uids, default); break;
                default: await Messages.CopyAsync(ann.Id, inbox.Id, uids, random.Next(2) is 0 ? inbox.Id : sent.Id, default); break;
            }
            if (random.Next(3) is 0)
                Assert.Equal(await Messages.ListAsync(ann.Id, inbox.Id, default), (await Messages.OpenAsync(ann.Id, inbox.Id, default))!.Rows);
        }
    }

    [Fact]
    public async Task A_mailbox_unchanged_is_not_read_again()
    {
        await store.AppendAsync(ann.Id, inbox.Id, "x: y\r\n\r\n");
        var first = await Messages.OpenAsync(ann.Id, inbox.Id, default);
        Assert.Same(first, await Messages.OpenAsync(ann.Id, inbox.Id, default));
    }

    [Fact]
    public async Task A_deleted_mailbox_is_gone()
    {
        var sent = await store.FindMailboxAsync(ann.Id, "Sent");
        await store.AppendAsync(ann.Id, sent.Id, "x: y\r\n\r\n");
        Assert.NotNull(await Messages.OpenAsync(ann.Id, sent.Id, default));
        await store.Store.Mailboxes.DeleteAsync(ann.Id, "Sent", default);
        Assert.Null(await Messages.OpenAsync(ann.Id, sent.Id, default));
        Assert.Null(await Messages.OpenAsync(ann.Id, sent.Id, default));
    }

    [Fact]
    public void What_is_kept_stays_in_bounds() =>
        Gen.Select(Gen.Int[1, 8], Gen.Int[0, 70]).Array[1, 40].Sample(steps =>
        {
            var cache = new RowCache(100);
            long modSeq = 0;
            foreach (var (mailbox, count) in steps)
                cache.Keep(new MailboxId(mailbox), new MailboxRows(RowPages.Of(Rows(count)), new ModSeq(++modSeq)));
            int held = Enumerable.Range(1, 8).Sum(mailbox => cache.Find(new MailboxId(mailbox))?.Rows.Count is > 0 and <= 50 and var rows ? rows : 0);
            return held == cache.Held && held <= 100;
        }, iter: 2_000);

    [Fact]
    public void Earlier_rows_do_not_replace_later_ones()
    {
        var cache = new RowCache(100);
        cache.Keep(new MailboxId(1), new MailboxRows(RowPages.Of(Rows(3)), new ModSeq(5)));
        cache.Keep(new MailboxId(1), new MailboxRows(RowPages.Of(Rows(2)), new ModSeq(4)));
        Assert.Equal(3, cache.Find(new MailboxId(1))!.Rows.Count);
    }

    [Fact]
    public void A_mailbox_too_large_to_keep_is_known_while_somebody_has_it_open()
    {
        var cache = new RowCache(100);
        var rows = RowPages.Of(Rows(80));
        cache.Keep(new MailboxId(1), new MailboxRows(rows, new ModSeq(5)));
        var view = rows.Fork();
        Assert.Same(rows, cache.Find(new MailboxId(1))!.Rows);
        Assert.Equal((0, 80), (cache.Held, view.Count));
        GC.KeepAlive(rows);
        cache.Forget(new MailboxId(1));
        Assert.Null(cache.Find(new MailboxId(1)));
    }

    private static IEnumerable<MessageRow> Rows(int count) => Enumerable.Range(1, count).Select(static uid => new MessageRow(new Uid((uint)uid), default, default, 0, 0, 0));
}
