using Aether.Storage.Mailboxes;
using Aether.Storage.Messages;
using Aether.Testing.Stores;

namespace Aether.Storage.Tests.Upkeep;

/// <summary>The change log is kept for so long and no longer; who was away longer is told all that may have vanished.</summary>
public sealed class ChangeLogTests : IAsyncLifetime
{
    private readonly TestStore store = new(options => options with { ChangeLogRows = 20, ChangeLogKeep = TimeSpan.FromDays(90) });
    private AccountId account;
    private MailboxId inbox;

    public async ValueTask InitializeAsync()
    {
        account = (await store.AddAccountAsync("ann@example.test")).Id;
        inbox = (await store.FindMailboxAsync(account, Mailbox.Inbox)).Id;
    }

    public ValueTask DisposeAsync() => store.DisposeAsync();

    [Fact]
    public async Task What_is_older_than_the_time_to_keep_is_answered_by_the_gaps()
    {
        await AppendAsync(3);
        var seen = await HighestAsync();
        await ExpungeAsync(2);
        await SweepAsync();
        store.Clock.Advance(TimeSpan.FromDays(91));
        await AppendAsync(1);
        var recent = await HighestAsync();
        await SweepAsync();
        await AppendAsync(1);

        var old = await store.Store.Messages.ChangesAsync(account, inbox, seen, default);
        Assert.Equal([2u], old.Vanished.Select(uid => uid.Value));
        Assert.Equal([4u, 5u], old.Rows.Select(row => row.Uid.Value));

        var young = await store.Store.Messages.ChangesAsync(account, inbox, recent, default);
        Assert.Empty(young.Vanished);
        Assert.Equal([5u], young.Rows.Select(row => row.Uid.Value));
    }

    [Fact]
    public async Task More_rows_than_are_kept_go_and_nothing_that_vanished_is_missed()
    {
        await AppendAsync(40);
        var seen = await HighestAsync();
        await ExpungeAsync(40);
        await AppendAsync(30);
        await ExpungeAsync(7, 8);
        await SweepAsync();

        var changes = await store.Store.Messages.ChangesAsync(account, inbox, seen, default);

        Assert.Equal([7u, 8u, 40u], changes.Vanished.Select(uid => uid.Value));
        Assert.Equal(Enumerable.Range(41, 30).Select(uid => (uint)uid), changes.Rows.Select(row => row.Uid.Value));
        Assert.Empty((await store.Store.Verifier.VerifyAsync(default)).Findings);
    }

    [Fact]
    public async Task Changes_within_both_bounds_stay_exact()
    {
        await AppendAsync(5);
        var seen = await HighestAsync();
        await ExpungeAsync(1);
        var before = await store.Store.Messages.ChangesAsync(account, inbox, seen, default);
        for (int day = 0; day < 30; day++)
        {
            store.Clock.Advance(TimeSpan.FromDays(1));
            await SweepAsync();
        }

        var after = await store.Store.Messages.ChangesAsync(account, inbox, seen, default);
        Assert.Equal(before.Vanished, after.Vanished);
        Assert.Equal([1u], after.Vanished.Select(uid => uid.Value));
    }

    [Fact]
    public async Task Many_accounts_have_their_turns_one_sweep_after_the_other()
    {
        await using var many = new TestStore(options => options with { ChangeLogRows = 2, SweptAccounts = 2 });
        var accounts = new List<(AccountId Account, MailboxId Inbox, ModSeq Seen)>();
        for (int i = 0; i < 5; i++)
        {
            var one = (await many.AddAccountAsync($"u{i}@example.test")).Id;
            var box = (await many.FindMailboxAsync(one, Mailbox.Inbox)).Id;
            for (uint uid = 1; uid <= 4; uid++)
                await many.AppendAsync(one, box, "Subject: x\r\n\r\n", SystemFlags.Deleted);
            await ExpungeAsync(one, box, 1);
            accounts.Add((one, box, (await many.Store.Mailboxes.CountAsync(one, box, default))!.Value.HighestModSeq));
            for (uint uid = 2; uid <= 4; uid++)
                await ExpungeAsync(one, box, uid);
        }

        foreach (int pruned in (int[])[2, 4, 5])
        {
            await many.Store.Sweeper.SweepAsync(default);
            Assert.Equal(pruned, await PrunedAsync());
        }

        Task<IReadOnlyList<Uid>> ExpungeAsync(AccountId one, MailboxId box, uint uid) => many.Store.Messages.ExpungeAsync(one, box, [new Uid(uid)], default);

        async Task<int> PrunedAsync()
        {
            int count = 0;
            foreach (var (one, box, seen) in accounts)
                count += (await many.Store.Messages.ChangesAsync(one, box, seen, default)).Vanished.Contains(new Uid(1)) ? 1 : 0; // told of all gaps
            return count;
        }
    }

    private Task SweepAsync() => store.Store.Sweeper.SweepAsync(default);

    private async Task AppendAsync(int count)
    {
        for (int i = 0; i < count; i++)
            await store.AppendAsync(account, inbox, "Subject: x\r\n\r\n", SystemFlags.Deleted);
    }

    private async Task ExpungeAsync(params uint[] uids) => await store.Store.Messages.ExpungeAsync(account, inbox, [.. uids.Select(uid => new Uid(uid))], default);

    private async Task<ModSeq> HighestAsync() => (await store.Store.Mailboxes.CountAsync(account, inbox, default))!.Value.HighestModSeq;
}
