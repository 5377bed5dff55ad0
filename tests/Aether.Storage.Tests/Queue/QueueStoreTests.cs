using System.Text;
using Aether.Storage.Acceptance;
using Aether.Storage.Accounts;
using Aether.Storage.Envelopes;
using Aether.Storage.Mailboxes;
using Aether.Storage.Messages;
using Aether.Storage.Queue;
using Aether.Testing.Stores;

namespace Aether.Storage.Tests.Queue;

/// <summary>Accepting, leasing and settling: what the queue promises about once and never twice.</summary>
public sealed class QueueStoreTests : IAsyncLifetime
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);

    private readonly TestStore store = new();
    private Account ann = null!;

    private QueueStore Queue => store.Store.Queue;

    public async ValueTask InitializeAsync() => ann = await store.AddAccountAsync("ann@example.test");

    public ValueTask DisposeAsync() => store.DisposeAsync();

    [Fact]
    public async Task One_operation_delivers_and_queues()
    {
        var result = await AcceptAsync([new LocalDelivery(ann.Id, null, "Delivered-To: ann\r\n"u8.ToArray())], "bob@far.test");

        var inbox = await store.FindMailboxAsync(ann.Id, Mailbox.Inbox);
        var row = Assert.Single(await store.Store.Messages.ListAsync(ann.Id, inbox.Id, default));
        Assert.True(result.IsStored);
        Assert.Equal("Delivered-To: ann\r\nSubject: x\r\n\r\nbody\r\n", Encoding.ASCII.GetString(await store.ReadAllAsync(ann.Id, row.Email)));
        Assert.Equal(1, await Queue.CountAsync(default));
    }

    [Fact]
    public async Task When_one_account_is_full_nothing_is_stored_or_queued()
    {
        await using var small = new TestStore(options => options with { QuotaBytes = 10 });
        var full = await small.AddAccountAsync("bob@example.test");
        var message = await small.DraftAsync("Subject: too long for the quota\r\n\r\n"u8.ToArray());

        var result = await small.Store.Acceptance.AcceptAsync(message, Plan([new LocalDelivery(full.Id, null, default)], "x@far.test"), default);

        Assert.False(result.IsStored);
        Assert.Equal(MessageStatus.OverQuota, Assert.Single(result.Local));
        Assert.Equal(0, await small.Store.Queue.CountAsync(default));
    }

    [Fact]
    public async Task A_leased_recipient_is_nobody_elses_until_the_lease_ends()
    {
        await AcceptAsync([], "a@far.test", "b@far.test");

        Assert.Equal(2, (await LeaseAsync()).Count);
        Assert.Empty(await LeaseAsync());
        store.Clock.Advance(Lease + TimeSpan.FromSeconds(1));
        Assert.Equal(2, (await LeaseAsync()).Count);
    }

    [Fact]
    public async Task The_outcome_of_a_lost_lease_changes_nothing()
    {
        await AcceptAsync([], "a@far.test");
        var lost = Assert.Single(await LeaseAsync());
        store.Clock.Advance(Lease + TimeSpan.FromSeconds(1));
        var held = Assert.Single(await LeaseAsync());

        Assert.Equal(new SettleResult(0, 1), await Queue.SettleAsync([Done(lost)], [], default));
        Assert.Equal(1, await Queue.CountAsync(default));
        Assert.Equal(new SettleResult(1, 0), await Queue.SettleAsync([Done(held)], [], default));
        Assert.Equal(0, await Queue.CountAsync(default));
    }

    [Fact]
    public async Task An_attempt_counts_before_it_is_made_and_survives_a_restart()
    {
        await AcceptAsync([], "a@far.test");
        await LeaseAsync();
        await store.ReopenAsync();
        store.Clock.Advance(Lease + TimeSpan.FromSeconds(1));

        Assert.Equal(1, Assert.Single(await LeaseAsync()).Attempts);
    }

    [Fact]
    public async Task A_deferred_recipient_comes_again_at_its_time_or_when_told()
    {
        await AcceptAsync([], "a@far.test");
        var leased = Assert.Single(await LeaseAsync());
        var later = store.Clock.GetUtcNow() + TimeSpan.FromHours(1);
        await Queue.SettleAsync([new RecipientOutcome(leased.Id, leased.Lease, later, "451 later")], [], default);

        Assert.Empty(await LeaseAsync());
        Assert.Equal(later, await Queue.NextDueAsync(default));
        Assert.Equal("451 later", Assert.Single((await Queue.ShowAsync(leased.Message, default))!.Recipients).LastReply);
        Assert.Equal(1, await Queue.RetryAsync(leased.Message, default));
        Assert.Single(await LeaseAsync());
    }

    [Fact]
    public async Task Retrying_leaves_what_is_under_way_alone()
    {
        await AcceptAsync([], "a@far.test");
        await LeaseAsync();

        Assert.Equal(0, await Queue.RetryAsync(null, default));
        Assert.Empty(await LeaseAsync());
    }

    [Fact]
    public async Task Busy_destinations_are_passed_over()
    {
        await AcceptAsync([], "a@slow.test", "b@far.test");

        var leased = await Queue.LeaseAsync(10, Lease, ["slow.test"], default);

        Assert.Equal("b@far.test", Assert.Single(leased).Recipient.Address);
    }

    [Fact]
    public async Task A_bounce_is_stored_with_the_outcome_that_causes_it()
    {
        await AcceptAsync([], "a@far.test");
        var leased = Assert.Single(await LeaseAsync());
        var bounce = new QueueFollowUp(await store.DraftAsync("Subject: failed\r\n\r\n"u8.ToArray()), Plan([new LocalDelivery(ann.Id, null, default)]));

        Assert.Equal(new SettleResult(1, 0), await Queue.SettleAsync([Done(leased)], [bounce], default));

        var inbox = await store.FindMailboxAsync(ann.Id, Mailbox.Inbox);
        Assert.Equal(1, inbox.Counters.Messages);
        Assert.Equal(0, await Queue.CountAsync(default));
        Assert.Equal(new SettleResult(0, 1), await Queue.SettleAsync([Done(leased)], [bounce], default));
        Assert.Equal(1, (await store.FindMailboxAsync(ann.Id, Mailbox.Inbox)).Counters.Messages);
    }

    [Fact]
    public async Task A_queued_message_can_be_read_delivered_here_and_is_collected_when_done()
    {
        await AcceptAsync([], "a@far.test");
        var leased = Assert.Single(await LeaseAsync());
        var message = (await Queue.FindAsync(leased.Message, default))!;
        var again = await store.Store.Bodies.ReopenAsync(message.Blob, default);
        var local = new QueueFollowUp(again, Plan([new LocalDelivery(ann.Id, null, message.Prefix)]));

        await Queue.SettleAsync([Done(leased)], [local], default);
        store.Clock.Advance(TimeSpan.FromDays(2));
        await store.Store.Sweeper.SweepAsync(default);

        var inbox = await store.FindMailboxAsync(ann.Id, Mailbox.Inbox);
        var row = Assert.Single(await store.Store.Messages.ListAsync(ann.Id, inbox.Id, default));
        Assert.EndsWith("body\r\n", Encoding.ASCII.GetString(await store.ReadAllAsync(ann.Id, row.Email)), StringComparison.Ordinal);
        Assert.Null(await Queue.FindAsync(leased.Message, default));
    }

    [Fact]
    public async Task A_removed_message_is_gone_with_its_recipients()
    {
        var accepted = await AcceptAsync([], "a@far.test", "b@far.test");

        Assert.True(await Queue.RemoveAsync(accepted.Queued!.Value, default));
        Assert.False(await Queue.RemoveAsync(accepted.Queued!.Value, default));
        Assert.Empty(await LeaseAsync());
        Assert.Empty(await Queue.ListAsync(null, 10, default));
    }

    private static RecipientOutcome Done(LeasedRecipient leased) => new(leased.Id, leased.Lease, null, "250 ok");

    private AcceptPlan Plan(IReadOnlyList<LocalDelivery> local, params string[] remote) => new("m-1", local, remote.Length == 0 ? null : new QueueEntry(
        "ann@example.test", "Received: by us\r\n"u8.ToArray(), new QueueEnvelope(EnvId: "e1"), QueuePriority.Normal, store.Clock.GetUtcNow() + TimeSpan.FromDays(5),
        [.. remote.Select(address => new QueueRecipient(address, address[(address.IndexOf('@') + 1)..]))]));

    private async Task<AcceptResult> AcceptAsync(IReadOnlyList<LocalDelivery> local, params string[] remote) =>
        await store.Store.Acceptance.AcceptAsync(await store.DraftAsync("Subject: x\r\n\r\nbody\r\n"u8.ToArray()), Plan(local, remote), default);

    private Task<IReadOnlyList<LeasedRecipient>> LeaseAsync() => Queue.LeaseAsync(10, Lease, [], default);
}
