using System.Text;
using Aether.Storage.Acceptance;
using Aether.Storage.Envelopes;
using Aether.Storage.Queue;
using Aether.Testing.Stores;

namespace Aether.Storage.Tests.Queue;

/// <summary>Classes without starvation, what operators change, and letters that are dead and can be sent again.</summary>
public sealed class QueueClassTests : IAsyncLifetime
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);
    private readonly TestStore store = new();

    private QueueStore Queue => store.Store.Queue;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => store.DisposeAsync();

    [Fact]
    public async Task Urgent_mail_goes_first_and_no_class_waits_for_ever()
    {
        await AcceptAsync(QueuePriority.Low, 100);
        await AcceptAsync(QueuePriority.Normal, 100);
        await AcceptAsync(QueuePriority.High, 100);
        var first = await CountAsync(50);
        Assert.Equal((35, 10, 5), first); // a fifth for normal, a tenth for low
        var rest = (High: first.High, Normal: first.Normal, Low: first.Low);
        while (rest.High < 100)
        {
            var (high, normal, low) = await CountAsync(50);
            Assert.True(normal >= 1 && low >= 1);
            rest = (rest.High + high, rest.Normal + normal, rest.Low + low);
        }

        while (rest.Normal + rest.Low < 200)
        {
            var (high, normal, low) = await CountAsync(50);
            Assert.Equal(0, high);
            Assert.NotEqual(0, normal + low);
            rest = (rest.High, rest.Normal + normal, rest.Low + low);
        }
    }

    [Fact]
    public async Task A_class_that_is_alone_gets_the_whole_lease()
    {
        await AcceptAsync(QueuePriority.Low, 30);
        Assert.Equal((0, 0, 20), await CountAsync(20));
        Assert.NotNull(await Queue.NextDueAsync(default));
    }

    [Fact]
    public async Task Held_mail_waits_until_it_is_released()
    {
        await AcceptAsync(QueuePriority.Normal, 2);
        var message = (await Queue.ListAsync(null, 10, default))[0].Message.Id;
        Assert.Equal(2, await Queue.ChangeAsync(new QueueChange(new QueueFilter { Message = message }) { State = RecipientState.Held }, default));
        Assert.Empty(await Queue.LeaseAsync(10, Lease, [], default));
        Assert.Equal(0, await Queue.ChangeAsync(new QueueChange(new QueueFilter { Message = message }) { State = RecipientState.Held }, default));
        Assert.Equal(1, await Queue.ChangeAsync(new QueueChange(new QueueFilter { Domain = "d1.test" }) { State = RecipientState.Waiting }, default));
        Assert.Equal("x@d1.test", Assert.Single(await Queue.LeaseAsync(10, Lease, [], default)).Recipient.Address);
        Assert.Equal(1, await Queue.ChangeAsync(new QueueChange(QueueFilter.All) { State = RecipientState.Waiting }, default));
        Assert.Single(await Queue.LeaseAsync(10, Lease, [], default));
    }

    [Fact] // what is under way when it is held goes on, and if it comes back it stays
    public async Task What_is_held_under_way_stays_when_it_comes_back()
    {
        await AcceptAsync(QueuePriority.Normal, 1);
        var leased = Assert.Single(await Queue.LeaseAsync(10, Lease, [], default));
        Assert.Equal(1, await Queue.ChangeAsync(new QueueChange(new QueueFilter { Message = leased.Message }) { State = RecipientState.Held }, default));
        Assert.Equal(1, (await Queue.SettleAsync([new RecipientOutcome(leased.Id, leased.Lease, store.Clock.GetUtcNow(), "451 later")], [], default)).Settled);
        Assert.Empty(await Queue.LeaseAsync(10, Lease, [], default));
        Assert.Equal(1, await Queue.ChangeAsync(new QueueChange(new QueueFilter { Message = leased.Message }) { State = RecipientState.Waiting }, default));
        Assert.Single(await Queue.LeaseAsync(10, Lease, [], default));
    }

    [Fact]
    public async Task Class_and_expiry_can_be_changed()
    {
        await AcceptAsync(QueuePriority.Low, 1);
        await AcceptAsync(QueuePriority.Normal, 1);
        var low = (await Queue.ListAsync(null, 10, default))[0].Message.Id;
        var time = store.Clock.GetUtcNow().AddDays(9);
        Assert.Equal(1, await Queue.ChangeAsync(new QueueChange(new QueueFilter { Message = low }) { Priority = QueuePriority.High, Expires = time }, default));
        var message = (await Queue.ShowAsync(low, default))!.Message;
        Assert.Equal((QueuePriority.High, time), (message.Priority, message.Expires));
        Assert.Equal(low, Assert.Single(await Queue.LeaseAsync(1, Lease, ["d0.other"], default)).Message);
    }

    [Fact]
    public async Task What_is_given_up_is_kept_and_can_be_sent_again()
    {
        await AcceptAsync(QueuePriority.High, 1);
        var leased = Assert.Single(await Queue.LeaseAsync(10, Lease, [], default));
        var until = store.Clock.GetUtcNow().AddDays(30);
        await Queue.SettleAsync([new RecipientOutcome(leased.Id, leased.Lease, null, "550 no") { ForgetAt = until }], [], default);
        Assert.Equal(0, await Queue.CountAsync(default));

        var letter = Assert.Single(await Queue.ListDeadAsync(null, "X@D0.test", 10, default));
        Assert.Equal(("x@d0.test", 1, "550 no", until), (letter.Recipient.Address, letter.Attempts, letter.LastReply, letter.ForgetAt));
        Assert.Empty(await Queue.ListDeadAsync(null, "y@d0.test", 10, default));
        Assert.Equal("P: x\r\nSubject: x\r\n\r\nbody\r\n", await ReadAsync(letter));
        Assert.Empty((await store.Store.Verifier.VerifyAsync(default)).Findings);

        Assert.True(await Queue.ReplayAsync(letter.Id, TimeSpan.FromDays(5), default));
        Assert.False(await Queue.ReplayAsync(letter.Id, TimeSpan.FromDays(5), default));
        var again = Assert.Single(await Queue.LeaseAsync(10, Lease, [], default));
        Assert.Equal(("x@d0.test", "rfc822;old@d0.test", "FAILURE", 0), (again.Recipient.Address, again.Recipient.Orcpt, again.Recipient.Notify, again.Attempts));
        Assert.Empty((await store.Store.Verifier.VerifyAsync(default)).Findings);
    }

    [Fact]
    public async Task Dead_letters_are_forgotten_when_their_time_is_over_and_their_octets_with_them()
    {
        await AcceptAsync(QueuePriority.Normal, 2);
        foreach (var leased in await Queue.LeaseAsync(10, Lease, [], default))
            await Queue.SettleAsync([new RecipientOutcome(leased.Id, leased.Lease, null, "550 no") { ForgetAt = store.Clock.GetUtcNow().AddDays(30) }], [], default);
        var letters = await Queue.ListDeadAsync(null, null, 10, default);
        Assert.Equal(2, letters.Count);
        Assert.Equal(1, await Queue.ForgetAsync(letters[0].Id, 1, default));
        Assert.Equal(0, await Queue.ForgetAsync(null, 10, default));
        store.Clock.Advance(TimeSpan.FromDays(30));
        await store.Store.Sweeper.SweepAsync(default);
        Assert.Empty(await Queue.ListDeadAsync(null, null, 10, default));
        store.Clock.Advance(TimeSpan.FromDays(30));
        await store.Store.Sweeper.SweepAsync(default);
        await Assert.ThrowsAsync<CorruptBlobException>(async () => await Queue.OpenBodyAsync(letters[1], default));
        Assert.Empty((await store.Store.Verifier.VerifyAsync(default)).Findings);
    }

    [Fact]
    public async Task A_delay_is_told_once()
    {
        await AcceptAsync(QueuePriority.Normal, 1);
        var leased = Assert.Single(await Queue.LeaseAsync(10, Lease, [], default));
        Assert.False(leased.DelayTold);
        await Queue.SettleAsync([new RecipientOutcome(leased.Id, leased.Lease, store.Clock.GetUtcNow(), "451 later") { TellsDelay = true }], [], default);
        leased = Assert.Single(await Queue.LeaseAsync(10, Lease, [], default));
        Assert.True(leased.DelayTold);
        await Queue.SettleAsync([new RecipientOutcome(leased.Id, leased.Lease, store.Clock.GetUtcNow(), "451 later")], [], default);
        Assert.True(Assert.Single(await Queue.LeaseAsync(10, Lease, [], default)).DelayTold);
    }

    private async Task<(int High, int Normal, int Low)> CountAsync(int most)
    {
        var leased = await Queue.LeaseAsync(most, Lease, [], default);
        return (Of("h"), Of("n"), Of("l"));

        int Of(string name) => leased.Count(recipient => recipient.Recipient.Notify == name);
    }

    private async Task AcceptAsync(QueuePriority priority, int recipients)
    {
        var message = await store.DraftAsync("Subject: x\r\n\r\nbody\r\n"u8.ToArray());
        string mark = recipients == 1 || priority is QueuePriority.Normal && recipients == 2 ? "FAILURE" : priority switch { QueuePriority.High => "h", QueuePriority.Normal => "n", _ => "l" };
        var entry = new QueueEntry("ann@example.test", "P: x\r\n"u8.ToArray(), new QueueEnvelope(), priority, store.Clock.GetUtcNow().AddDays(5),
            [.. Enumerable.Range(0, recipients).Select(i => new QueueRecipient($"x@d{i}.test", $"d{i}.test", "rfc822;old@d0.test", mark))]);
        Assert.True((await store.Store.Acceptance.AcceptAsync(message, new AcceptPlan("m1", [], entry), default)).IsStored);
    }

    private async Task<string> ReadAsync(DeadLetter letter)
    {
        using var body = await Queue.OpenBodyAsync(letter, default);
        byte[] octets = new byte[body.Size];
        for (int at = 0; at < octets.Length;)
            at += await body.ReadAsync(at, octets.AsMemory(at), default);
        return Encoding.ASCII.GetString(octets);
    }
}
