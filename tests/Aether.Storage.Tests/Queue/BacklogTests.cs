using Aether.Storage.Acceptance;
using Aether.Storage.Envelopes;
using Aether.Storage.Queue;
using Aether.Testing.Stores;

namespace Aether.Storage.Tests.Queue;

/// <summary>What is due and may not go is passed by once, and not with each look; and what ended without a word is known.</summary>
public sealed class BacklogTests : IAsyncLifetime
{
    private const int MostLooked = 3 * (10 + 1_000);
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);
    private readonly TestStore store = new();

    private QueueStore Queue => store.Store.Queue;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => store.DisposeAsync();

    [Fact]
    public async Task Very_many_due_recipients_of_a_paused_domain_are_passed_by_once()
    {
        for (int i = 0; i < 5; i++)
            await AcceptAsync(1_000, _ => "paused.test");
        store.Clock.Advance(TimeSpan.FromSeconds(1));
        await AcceptAsync(1, _ => "live.test");

        var live = new List<LeasedRecipient>();
        int steps = 0;
        for (; live.Count == 0; steps++)
        {
            var taken = await Queue.TakeAsync(10, Lease, ["paused.test"], default);
            Assert.InRange(taken.Looked, 1, MostLooked);
            Assert.True(taken.Parked.Count == 0 || taken.Parked.Single() == "paused.test");
            live.AddRange(taken.Recipients);
        }

        Assert.Equal("live.test", Assert.Single(live).Recipient.Domain);
        Assert.InRange(steps, 2, 6); // each of the 5,000 was passed by once, a thousand at a time
        Assert.InRange((await Queue.TakeAsync(10, Lease, ["paused.test"], default)).Looked, 0, 1_010);
        Assert.Equal(["paused.test"], await Queue.ListBacklogsAsync(10, default));
    }

    [Fact]
    public async Task Ten_thousand_deferred_destinations_do_not_slow_a_live_one()
    {
        for (int i = 0; i < 10; i++)
            await AcceptAsync(1_000, n => $"d{(i * 1_000) + n}.test");
        for (int leased = 0; leased < 10_000;)
        {
            var taken = await Queue.LeaseAsync(1_000, Lease, [], default);
            leased += taken.Count;
            var later = store.Clock.GetUtcNow().AddHours(1);
            await Queue.SettleAsync([.. taken.Select(row => new RecipientOutcome(row.Id, row.Lease, later, "451 later"))], [], default);
        }

        await AcceptAsync(1, _ => "live.test");
        var live = await Queue.TakeAsync(10, Lease, [], default);
        Assert.Equal("live.test", Assert.Single(live.Recipients).Recipient.Domain);
        Assert.Equal(1, live.Looked);
    }

    [Fact]
    public async Task What_lies_aside_is_leased_by_destination_oldest_first_and_urgent_before()
    {
        await PutAsideAsync();
        Assert.Empty((await Queue.TakeFromBacklogsAsync(["other.test"], 10, Lease, default)).Recipients);
        await AcceptAsync(1, _ => "slow.test", QueuePriority.High);

        var first = (await Queue.TakeFromBacklogsAsync(["slow.test", "other.test"], 300, Lease, default)).Recipients;
        Assert.Equal(300, first.Count);
        Assert.Equal(first.Select(row => row.Id.Value).Order(), first.Select(row => row.Id.Value));
        Assert.All(first, row => Assert.Equal((0, 1L), (row.Attempts, row.Lease)));

        int rest = 0;
        for (int taken = 1; taken > 0; rest += taken)
            taken = (await Queue.TakeFromBacklogsAsync(["slow.test"], 300, Lease, default)).Recipients.Count;
        Assert.Equal(1_200 - 300 - await LeaseRestAsync(), rest);
        Assert.Empty(await Queue.ListBacklogsAsync(10, default));
    }

    [Fact] // the lease of what lay aside ends as any other does
    public async Task A_lease_from_the_backlog_runs_out()
    {
        await PutAsideAsync();
        var first = (await Queue.TakeFromBacklogsAsync(["slow.test"], 1_200, Lease, default)).Recipients;
        store.Clock.Advance(Lease);
        var again = await Queue.LeaseAsync(2_000, Lease, [], default);
        Assert.Subset(again.Select(row => row.Id).ToHashSet(), first.Select(row => row.Id).ToHashSet());
    }

    [Fact]
    public async Task Operators_see_and_change_what_lies_aside_as_if_it_waited()
    {
        await PutAsideAsync();
        Assert.All((await Queue.ListAsync(null, 10, default)).SelectMany(message => message.Recipients), row => Assert.Equal((RecipientState.Waiting, RecipientStage.New), (row.State, row.Stage)));
        Assert.Equal(0, await Queue.ChangeAsync(new QueueChange(QueueFilter.All) { State = RecipientState.Waiting }, default));
        Assert.Equal(1_200, await Queue.ChangeAsync(new QueueChange(QueueFilter.All) { State = RecipientState.Held }, default));
        Assert.Empty(await Queue.ListBacklogsAsync(10, default));
        Assert.Equal(1_200, await Queue.ChangeAsync(new QueueChange(QueueFilter.All) { State = RecipientState.Waiting }, default));
        Assert.Equal(1_200, (await Queue.LeaseAsync(2_000, Lease, [], default)).Count);
    }

    [Fact] // case R07
    public async Task Leases_that_end_without_a_word_are_counted_and_one_with_a_word_begins_anew()
    {
        await AcceptAsync(1, _ => "far.test");
        for (int interruptions = 0; interruptions < 4; interruptions++)
        {
            Assert.Equal(Math.Min(interruptions, 2), Assert.Single(await Queue.LeaseAsync(10, Lease, [], default)).Interruptions);
            store.Clock.Advance(Lease);
        }

        var leased = Assert.Single(await Queue.LeaseAsync(10, Lease, [], default));
        Assert.False(await Queue.BeginAloneAsync(new LeaseReturn(leased.Id, leased.Lease - 2), default));
        Assert.True(await Queue.BeginAloneAsync(new LeaseReturn(leased.Id, leased.Lease), default));
        store.Clock.Advance(Lease);
        leased = Assert.Single(await Queue.LeaseAsync(10, Lease, [], default));
        Assert.Equal(3, leased.Interruptions);
        await Queue.SettleAsync([new RecipientOutcome(leased.Id, leased.Lease, store.Clock.GetUtcNow(), "451 later")], [], default);
        Assert.Equal(0, Assert.Single(await Queue.LeaseAsync(10, Lease, [], default)).Interruptions);
    }

    [Fact]
    public async Task A_lease_that_is_given_back_is_no_interruption()
    {
        await AcceptAsync(1, _ => "far.test");
        var leased = Assert.Single(await Queue.LeaseAsync(10, Lease, [], default));
        Assert.Equal(0, await Queue.ReturnAsync([new LeaseReturn(leased.Id, leased.Lease + 2)], store.Clock.GetUtcNow(), default));
        Assert.Equal(1, await Queue.ReturnAsync([new LeaseReturn(leased.Id, leased.Lease)], null, default));
        Assert.Empty(await Queue.LeaseAsync(10, Lease, [], default));
        store.Clock.Advance(Lease);
        leased = Assert.Single(await Queue.LeaseAsync(10, Lease, [], default));
        Assert.Equal(1, await Queue.ReturnAsync([new LeaseReturn(leased.Id, leased.Lease)], store.Clock.GetUtcNow(), default));
        Assert.Equal(0, Assert.Single(await Queue.LeaseAsync(10, Lease, [], default)).Interruptions);
    }

    [Fact] // on a shared database they may be another node's: their end is waited for
    public async Task What_a_crash_left_leased_on_an_embedded_store_is_due_at_once()
    {
        await AcceptAsync(3, n => $"d{n}.test");
        Assert.Equal(3, (await Queue.LeaseAsync(10, Lease, [], default)).Count);
        await Queue.ReclaimAsync(default);
        var again = await Queue.LeaseAsync(10, Lease, [], default);
        Assert.Equal(TestDatabases.ArePostgres ? 0 : 3, again.Count);
        Assert.All(again, row => Assert.Equal(1, row.Interruptions));
    }

    /// <summary>1,200 recipients of slow.test, of which more than a thousand lie aside.</summary>
    private async Task PutAsideAsync()
    {
        await AcceptAsync(600, _ => "slow.test");
        await AcceptAsync(600, _ => "slow.test");
        var taken = await Queue.TakeAsync(10, Lease, ["slow.test"], default);
        Assert.Equal((0, "slow.test", 1_010), (taken.Recipients.Count, taken.Parked.Single(), taken.Looked));
        Assert.Equal(["slow.test"], await Queue.ListBacklogsAsync(10, default));
    }

    private async Task<int> LeaseRestAsync() => (await Queue.LeaseAsync(2_000, Lease, [], default)).Count(row => row.Recipient.Notify is null);

    private async Task AcceptAsync(int recipients, Func<int, string> domain, QueuePriority priority = QueuePriority.Normal)
    {
        var message = await store.DraftAsync("Subject: x\r\n\r\nbody\r\n"u8.ToArray());
        var entry = new QueueEntry("ann@example.test", "P: x\r\n"u8.ToArray(), new QueueEnvelope(), priority, store.Clock.GetUtcNow().AddDays(5),
            [.. Enumerable.Range(0, recipients).Select(i => new QueueRecipient($"x{i}@{domain(i)}", domain(i), null, priority is QueuePriority.High ? "FAILURE" : null))]);
        Assert.True((await store.Store.Acceptance.AcceptAsync(message, new AcceptPlan("m1", [], entry), default)).IsStored);
    }
}
