using System.Text;
using Aether.Storage.Accounts;
using Aether.Storage.Changes;
using Aether.Storage.Mailboxes;
using Aether.Storage.Messages;
using Aether.Testing.Stores;

namespace Aether.Storage.Tests.Messages;

/// <summary>Messages of mailboxes: append, flags, copy, move, expunge, and what the change log tells of them.</summary>
public sealed class MessageStoreTests : IAsyncLifetime
{
    private readonly TestStore store = new();
    private Account ann = null!;
    private Mailbox inbox = null!;

    public async ValueTask InitializeAsync()
    {
        ann = await store.AddAccountAsync("ann@example.test");
        inbox = await store.FindMailboxAsync(ann.Id, Mailbox.Inbox);
    }

    public ValueTask DisposeAsync() => store.DisposeAsync();

    [Fact]
    public async Task It_is_known_when_a_message_came_into_each_mailbox()
    {
        var sent = await store.FindMailboxAsync(ann.Id, "Sent");
        await store.AppendAsync(ann.Id, inbox.Id, "Subject: x\r\n\r\n");
        long first = store.Clock.GetUtcNow().ToUnixTimeSeconds();
        store.Clock.Advance(TimeSpan.FromHours(5));
        await store.Store.Messages.CopyAsync(ann.Id, inbox.Id, [new Uid(1)], sent.Id, default);
        store.Clock.Advance(TimeSpan.FromHours(5));
        await store.Store.Messages.MoveAsync(ann.Id, inbox.Id, [new Uid(1)], sent.Id, default);

        var saved = await store.Store.Messages.SavedAsync(ann.Id, sent.Id, new Uid(1), new Uid(uint.MaxValue), default);

        Assert.Equal(new Dictionary<uint, long> { [1] = first + (5 * 3600), [2] = first + (10 * 3600) }, saved);
        Assert.Empty(await store.Store.Messages.SavedAsync(ann.Id, inbox.Id, new Uid(1), new Uid(uint.MaxValue), default));
    }

    [Fact]
    public async Task Appended_octets_come_back_after_a_restart()
    {
        const string Message = "Subject: x\r\n\r\nbody\r\n";
        var appended = await store.AppendAsync(ann.Id, inbox.Id, Message, SystemFlags.Seen, "$Label1");

        await store.ReopenAsync();
        var row = Assert.Single(await ListAsync());

        Assert.Equal((MessageStatus.Done, inbox.Counters.UidValidity, new Uid(1)), (appended.Status, appended.UidValidity, appended.Uid));
        Assert.Equal(Message, Encoding.UTF8.GetString(await store.ReadAllAsync(ann.Id, row.Email)));
        Assert.Equal(Message.Length, row.Size);
        Assert.Equal(SystemFlags.Seen, row.System);
        Assert.Equal("$Label1", (await store.Store.Messages.KeywordsAsync(ann.Id, default)).NameOf(KeywordTable.FirstBit));
    }

    [Fact]
    public async Task Uids_rise_and_are_not_used_again_after_an_expunge()
    {
        await AppendAsync(3);
        await store.Store.Messages.SetFlagsAsync(ann.Id, inbox.Id, [new Uid(3)], Add(SystemFlags.Deleted), default);

        var gone = await store.Store.Messages.ExpungeAsync(ann.Id, inbox.Id, [new Uid(1), new Uid(2), new Uid(3)], default);
        var next = await store.AppendAsync(ann.Id, inbox.Id, "a: b\r\n\r\n");

        Assert.Equal([new Uid(3)], gone);
        Assert.Equal(new Uid(4), next.Uid);
    }

    [Fact]
    public async Task Counters_equal_a_recount_after_a_mixed_day()
    {
        await AppendAsync(10);
        var all = Uids(1, 10);
        await store.Store.Messages.SetFlagsAsync(ann.Id, inbox.Id, all, Add(SystemFlags.Seen), default);
        await store.Store.Messages.SetFlagsAsync(ann.Id, inbox.Id, Uids(2, 4), new FlagChange(FlagChangeMode.Remove, SystemFlags.Seen, []), default);
        await store.Store.Messages.SetFlagsAsync(ann.Id, inbox.Id, Uids(5, 5), new FlagChange(FlagChangeMode.Replace, SystemFlags.Deleted, []), default);
        await store.Store.Messages.ExpungeAsync(ann.Id, inbox.Id, all, default);
        var trash = await store.FindMailboxAsync(ann.Id, "Trash");
        await store.Store.Messages.MoveAsync(ann.Id, inbox.Id, Uids(1, 3), trash.Id, default);
        await store.Store.Messages.CopyAsync(ann.Id, inbox.Id, Uids(6, 7), trash.Id, default);

        foreach (var mailbox in await store.Store.Mailboxes.ListAsync(ann.Id, default))
        {
            var rows = await store.Store.Messages.ListAsync(ann.Id, mailbox.Id, default);
            Assert.Equal(rows.Count, mailbox.Counters.Messages);
            Assert.Equal(rows.Count(row => !row.System.HasFlag(SystemFlags.Seen)), mailbox.Counters.Unseen);
            Assert.Equal(rows.Sum(row => row.Size), mailbox.Counters.Bytes);
        }
        var account = await store.Store.Directory.FindAccountAsync("ann@example.test", default);
        Assert.Equal(6 + 3 + 2, account!.Messages);
    }

    [Fact]
    public async Task Changes_since_a_mod_sequence_are_the_difference_of_two_lists()
    {
        await AppendAsync(5);
        var before = (await store.Store.Mailboxes.CountAsync(ann.Id, inbox.Id, default))!.Value;

        await store.Store.Messages.SetFlagsAsync(ann.Id, inbox.Id, Uids(2, 3), Add(SystemFlags.Flagged), default);
        await store.Store.Messages.SetFlagsAsync(ann.Id, inbox.Id, Uids(1, 2), Add(SystemFlags.Deleted), default);
        await store.Store.Messages.ExpungeAsync(ann.Id, inbox.Id, Uids(1, 5), default);
        await AppendAsync(1);
        var changes = await store.Store.Messages.ChangesAsync(ann.Id, inbox.Id, before.HighestModSeq, default);

        Assert.Equal([new Uid(1), new Uid(2)], changes.Vanished);
        Assert.Equal([new Uid(3), new Uid(6)], changes.Rows.Select(row => row.Uid));
        Assert.Equal(new Uid(7), changes.UidNext);
        var after = await store.Store.Messages.ChangesAsync(ann.Id, inbox.Id, changes.HighestModSeq, default);
        Assert.Empty(after.Rows);
        Assert.Empty(after.Vanished);
    }

    [Fact]
    public async Task A_change_of_flags_tells_what_it_followed()
    {
        await AppendAsync(3);
        var before = (await store.Store.Mailboxes.CountAsync(ann.Id, inbox.Id, default))!.Value.HighestModSeq;

        var first = await store.Store.Messages.SetFlagsAsync(ann.Id, inbox.Id, Uids(1, 2), Add(SystemFlags.Seen), default);
        var nothing = await store.Store.Messages.SetFlagsAsync(ann.Id, inbox.Id, Uids(1, 2), Add(SystemFlags.Seen), default);
        var second = await store.Store.Messages.SetFlagsAsync(ann.Id, inbox.Id, Uids(2, 3), Add(SystemFlags.Seen), default);

        Assert.Equal(before, first.Step!.Value.Before);
        Assert.Null(nothing.Step);
        Assert.Equal(first.Step.Value.After, second.Step!.Value.Before);
        Assert.Equal([new Uid(3)], second.Changed.Select(static row => row.Uid));
        Assert.Equal(second.Changed[0].ModSeq, second.Step.Value.After);
        Assert.Equal(second.Step.Value.After, (await store.Store.Mailboxes.CountAsync(ann.Id, inbox.Id, default))!.Value.HighestModSeq);
    }

    [Fact]
    public async Task A_copy_shares_its_email_and_outlives_the_original()
    {
        await AppendAsync(1);
        var trash = await store.FindMailboxAsync(ann.Id, "Trash");
        var copied = await store.Store.Messages.CopyAsync(ann.Id, inbox.Id, Uids(1, 1), trash.Id, default);
        await store.Store.Messages.SetFlagsAsync(ann.Id, inbox.Id, Uids(1, 1), Add(SystemFlags.Deleted), default);
        await store.Store.Messages.ExpungeAsync(ann.Id, inbox.Id, Uids(1, 1), default);
        store.Clock.Advance(TimeSpan.FromDays(3));
        await store.Store.Sweeper.SweepAsync(default);

        var row = Assert.Single(await store.Store.Messages.ListAsync(ann.Id, trash.Id, default));
        Assert.Equal(new CopyResult.Pair(new Uid(1), new Uid(1)), Assert.Single(copied.Pairs));
        Assert.Equal("Subject: 0\r\n\r\nbody 0\r\n", Encoding.UTF8.GetString(await store.ReadAllAsync(ann.Id, row.Email)));
    }

    [Fact]
    public async Task Removed_mail_is_collected_only_after_its_grace()
    {
        await AppendAsync(1);
        var email = Assert.Single(await ListAsync()).Email;
        await store.Store.Messages.SetFlagsAsync(ann.Id, inbox.Id, Uids(1, 1), Add(SystemFlags.Deleted), default);
        await store.Store.Messages.ExpungeAsync(ann.Id, inbox.Id, Uids(1, 1), default);

        store.Clock.Advance(TimeSpan.FromHours(23));
        await store.Store.Sweeper.SweepAsync(default);
        Assert.NotEmpty(await store.ReadAllAsync(ann.Id, email));

        store.Clock.Advance(TimeSpan.FromHours(2));
        await store.Store.Sweeper.SweepAsync(default);
        Assert.Empty(await store.Store.Messages.ReadEmailsAsync(ann.Id, new[] { email }, default));
    }

    [Fact]
    public async Task Listeners_hear_of_a_change_after_it_can_be_read()
    {
        var heard = new TaskCompletionSource<ChangeHint>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var subscription = store.Store.Changes.Subscribe(ann.Id, hint => heard.TrySetResult(hint));

        await AppendAsync(1);
        var hint = await heard.Task.WaitAsync(TimeSpan.FromSeconds(10));

        Assert.Equal((ann.Id, (MailboxId?)inbox.Id), (hint.Account, hint.Mailbox));
        Assert.True((await store.Store.Mailboxes.CountAsync(ann.Id, inbox.Id, default))!.Value.HighestModSeq >= hint.ModSeq);
    }

    [Fact]
    public async Task Parallel_appends_get_every_uid_once()
    {
        var results = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => Task.Run(() => store.AppendAsync(ann.Id, inbox.Id, $"Subject: {i}\r\n\r\n"))));

        Assert.Equal(Enumerable.Range(1, 200).Select(i => new Uid((uint)i)), results.Select(result => result.Uid).Order());
        Assert.Equal(200, (await ListAsync()).Count);
    }

    [Fact]
    public async Task A_change_of_5000_messages_is_complete_though_it_is_cut()
    {
        var message = await store.DraftAsync("Subject: x\r\n\r\n"u8.ToArray());
        await Task.WhenAll(Enumerable.Range(0, 2500).Select(_ =>
            store.Store.Messages.AppendAsync(ann.Id, inbox.Id, message, new FlagChange(FlagChangeMode.Replace, SystemFlags.None, []), null, default)));

        var result = await store.Store.Messages.SetFlagsAsync(ann.Id, inbox.Id, Uids(1, 2500), Add(SystemFlags.Seen), default);

        Assert.Equal(Uids(1, 2500), result.Changed.Select(row => row.Uid));
        Assert.Equal(0, (await store.Store.Mailboxes.CountAsync(ann.Id, inbox.Id, default))!.Value.Unseen);
    }

    [Fact]
    public async Task The_64th_keyword_is_left_out_and_said_so()
    {
        await AppendAsync(1);
        var room = Enumerable.Range(0, 55).Select(i => $"k{i}").ToArray();
        var full = await store.Store.Messages.SetFlagsAsync(ann.Id, inbox.Id, Uids(1, 1), new FlagChange(FlagChangeMode.Add, SystemFlags.None, room), default);
        var more = await store.Store.Messages.SetFlagsAsync(ann.Id, inbox.Id, Uids(1, 1), new FlagChange(FlagChangeMode.Add, SystemFlags.None, ["one-more", "K3"]), default);

        Assert.False(full.KeywordsLeftOut);
        Assert.True(more.KeywordsLeftOut);
        Assert.Equal(55, (await store.Store.Messages.KeywordsAsync(ann.Id, default)).Names.Count());
    }

    [Fact]
    public async Task A_full_account_takes_no_more_but_may_move_and_remove()
    {
        await using var small = new TestStore(options => options with { QuotaBytes = 100 });
        var account = await small.AddAccountAsync("bob@example.test");
        var box = await small.FindMailboxAsync(account.Id, Mailbox.Inbox);
        var trash = await small.FindMailboxAsync(account.Id, "Trash");

        Assert.Equal(MessageStatus.Done, (await small.AppendAsync(account.Id, box.Id, new string('x', 90))).Status);
        Assert.Equal(MessageStatus.OverQuota, (await small.AppendAsync(account.Id, box.Id, new string('x', 20))).Status);
        Assert.Equal(MessageStatus.OverQuota, (await small.Store.Messages.CopyAsync(account.Id, box.Id, Uids(1, 1), trash.Id, default)).Status);
        Assert.Equal(MessageStatus.Done, (await small.Store.Messages.MoveAsync(account.Id, box.Id, Uids(1, 1), trash.Id, default)).Status);
    }

    private static FlagChange Add(SystemFlags flags) => new(FlagChangeMode.Add, flags, []);

    private static List<Uid> Uids(uint first, uint last) => [.. Enumerable.Range((int)first, (int)(last - first + 1)).Select(uid => new Uid((uint)uid))];

    private async Task AppendAsync(int count)
    {
        for (int i = 0; i < count; i++)
            await store.AppendAsync(ann.Id, inbox.Id, $"Subject: {i}\r\n\r\nbody {i}\r\n");
    }

    private async Task<IReadOnlyList<MessageRow>> ListAsync() => await store.Store.Messages.ListAsync(ann.Id, inbox.Id, default);

    [Fact]
    public async Task A_conditional_change_of_flags_leaves_alone_what_was_changed_since()
    {
        for (int i = 0; i < 3; i++)
            await store.AppendAsync(ann.Id, inbox.Id, $"Subject: {i}\r\n\r\n");
        var messages = store.Store.Messages;
        var seen = new FlagChange(FlagChangeMode.Add, SystemFlags.Seen, []);
        var before = (await messages.ListAsync(ann.Id, inbox.Id, CancellationToken.None))[2].ModSeq;
        await messages.SetFlagsAsync(ann.Id, inbox.Id, [new Uid(2)], new FlagChange(FlagChangeMode.Add, SystemFlags.Flagged, []), CancellationToken.None);

        // RFC 7162 §3.1.3
        var result = await messages.SetFlagsAsync(ann.Id, inbox.Id, [new Uid(1), new Uid(2), new Uid(3)], seen, before, CancellationToken.None);

        Assert.Equal([new Uid(1), new Uid(3)], result.Changed.Select(static row => row.Uid));
        Assert.Equal([new Uid(2)], result.Modified);
        Assert.Equal([SystemFlags.Seen, SystemFlags.Flagged, SystemFlags.Seen], (await messages.ListAsync(ann.Id, inbox.Id, CancellationToken.None)).Select(static row => row.System));
        Assert.Equal(1, (await store.FindMailboxAsync(ann.Id, Mailbox.Inbox)).Counters.Unseen);
    }
}
