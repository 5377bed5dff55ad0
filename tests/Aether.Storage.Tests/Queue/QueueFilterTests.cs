using System.Text;
using Aether.Storage.Acceptance;
using Aether.Storage.Envelopes;
using Aether.Storage.Queue;
using Aether.Testing.Stores;

namespace Aether.Storage.Tests.Queue;

/// <summary>Which queued mail an operator means, what is sent elsewhere, and what stands still.</summary>
public sealed class QueueFilterTests : IAsyncLifetime
{
    private readonly TestStore store = new();

    private QueueStore Queue => store.Store.Queue;

    public async ValueTask InitializeAsync()
    {
        await AcceptAsync("ann@a.test", QueuePriority.High, "x@one.test", "y@two.test");
        store.Clock.Advance(TimeSpan.FromHours(1));
        await AcceptAsync("", QueuePriority.Low, "z_1@two.test");
        await AcceptAsync("bob@b.test", QueuePriority.Normal, "z21@three.test");
    }

    public ValueTask DisposeAsync() => store.DisposeAsync();

    [Fact]
    public async Task Mail_is_found_by_sender_recipient_domain_class_and_age()
    {
        Assert.Equal(["ann@a.test"], await SendersAsync(new QueueFilter { Sender = "ANN@*" }));
        Assert.Equal([""], await SendersAsync(new QueueFilter { Sender = "" }));
        Assert.Equal([""], await SendersAsync(new QueueFilter { Recipient = "z_1@*" })); // the sign is no pattern
        Assert.Equal(["", "bob@b.test"], await SendersAsync(new QueueFilter { Recipient = "Z*" }));
        Assert.Equal(["ann@a.test", ""], await SendersAsync(new QueueFilter { Domain = "two.test" }));
        Assert.Equal([""], await SendersAsync(new QueueFilter { Domain = "two.test", Priority = QueuePriority.Low }));
        Assert.Equal(["ann@a.test"], await SendersAsync(new QueueFilter { Before = store.Clock.GetUtcNow() }));
        Assert.Equal(["bob@b.test"], await SendersAsync(new QueueFilter { Message = (await Queue.ListAsync(null, 10, default))[2].Message.Id, Sender = "*" }));
        Assert.Equal(2, (await Queue.ListAsync(null, new QueueFilter { Domain = "one.test" }, 10, default)).Single().Recipients.Count);
    }

    [Fact]
    public async Task Mail_is_found_by_how_far_it_has_come()
    {
        Assert.Equal(3, (await SendersAsync(new QueueFilter { Stage = RecipientStage.New })).Count);
        var leased = await Queue.LeaseAsync(10, TimeSpan.FromMinutes(5), ["three.test"], default);
        Assert.Equal(["ann@a.test", ""], await SendersAsync(new QueueFilter { Stage = RecipientStage.Active }));
        var one = leased.Single(recipient => recipient.Recipient.Address == "x@one.test");
        Assert.Equal(1, (await Queue.SettleAsync([new RecipientOutcome(one.Id, one.Lease, store.Clock.GetUtcNow().AddHours(1), "451 later")], [], default)).Settled);
        Assert.Equal(["ann@a.test"], await SendersAsync(new QueueFilter { Stage = RecipientStage.Deferred }));
        Assert.Equal(1, await Queue.ChangeAsync(new QueueChange(new QueueFilter { Sender = "bob@*" }) { State = RecipientState.Held }, default));
        Assert.Equal(["bob@b.test"], await SendersAsync(new QueueFilter { Stage = RecipientStage.Held }));
        Assert.Empty(await SendersAsync(new QueueFilter { Stage = RecipientStage.New }));

        // A worker that died: what it had waits again.
        store.Clock.Advance(TimeSpan.FromMinutes(6));
        Assert.Empty(await SendersAsync(new QueueFilter { Stage = RecipientStage.Active }));
        var depth = await Queue.DepthAsync(1, default);
        Assert.Equal((4, new QueueDepth.Destination("two.test", 2)), (depth.Recipients, Assert.Single(depth.Domains)));
        Assert.Contains(new QueueDepth.Part(QueuePriority.High, RecipientStage.Deferred, 2), depth.Parts);
        Assert.Contains(new QueueDepth.Part(QueuePriority.Normal, RecipientStage.Held, 1), depth.Parts);
        Assert.Equal(store.Clock.GetUtcNow() - TimeSpan.FromMinutes(66), depth.Oldest);
    }

    [Fact]
    public async Task A_route_stays_with_a_recipient_until_it_is_taken_away()
    {
        Assert.Equal(2, await Queue.ChangeAsync(new QueueChange(new QueueFilter { Domain = "two.test" }) { Route = "smtp://relay.test:25" }, default));
        var leased = await Queue.LeaseAsync(10, TimeSpan.FromMinutes(5), ["one.test", "three.test"], default);
        Assert.All(leased, recipient => Assert.Equal("smtp://relay.test:25", recipient.Recipient.Route));
        await Queue.SettleAsync([.. leased.Select(recipient => new RecipientOutcome(recipient.Id, recipient.Lease, store.Clock.GetUtcNow(), "451 later"))], [], default);
        Assert.Equal(2, await Queue.ChangeAsync(new QueueChange(new QueueFilter { Domain = "two.test" }) { Route = "" }, default));
        Assert.All(await Queue.LeaseAsync(10, TimeSpan.FromMinutes(5), [], default), recipient => Assert.Null(recipient.Recipient.Route));
    }

    [Fact]
    public async Task What_is_removed_takes_its_message_along_with_its_last_recipient()
    {
        Assert.Equal(2, await Queue.RemoveAsync(new QueueFilter { Domain = "two.test" }, default));
        Assert.Equal(["ann@a.test", "bob@b.test"], await SendersAsync(QueueFilter.All));
        Assert.Equal(2, await Queue.CountAsync(default));
        Assert.Equal(1, await Queue.RemoveAsync(new QueueFilter { Sender = "ann@a.test" }, default));
        Assert.Equal(1, await Queue.RemoveAsync(QueueFilter.All, default));
        Assert.Equal(0, await Queue.RemoveAsync(QueueFilter.All, default));
        Assert.Empty((await store.Store.Verifier.VerifyAsync(default)).Findings);
    }

    [Fact]
    public async Task Changes_to_more_than_one_piece_concern_all()
    {
        for (int i = 0; i < 3; i++)
            await AcceptAsync("bulk@b.test", QueuePriority.Low, [.. Enumerable.Range(0, 800).Select(n => $"u{n}@many.test")]);
        Assert.Equal(2_400, await Queue.ChangeAsync(new QueueChange(new QueueFilter { Domain = "many.test" }) { State = RecipientState.Held }, default));
        Assert.Equal(2_400, await Queue.RemoveAsync(new QueueFilter { Stage = RecipientStage.Held }, default));
        Assert.Equal(4, await Queue.CountAsync(default));
    }

    [Fact]
    public async Task A_pause_survives_a_restart_and_is_said_once()
    {
        int told = 0;
        Queue.Paused += () => told++;
        Assert.True(await Queue.PauseAsync(PauseKind.Domain, "one.test", "their wish", default));
        Assert.False(await Queue.PauseAsync(PauseKind.Domain, "one.test", "again", default));
        Assert.True(await Queue.PauseAsync(PauseKind.All, "", "", default));
        Assert.Equal(3, told);
        await store.ReopenAsync();
        Assert.Equal(
            [(PauseKind.All, "", ""), (PauseKind.Domain, "one.test", "their wish")], (await Queue.ListPausesAsync(default)).Select(pause => (pause.Kind, pause.Name, pause.Reason)));
        Assert.True(await Queue.ResumeAsync(PauseKind.All, "", default));
        Assert.False(await Queue.ResumeAsync(PauseKind.All, "", default));
        Assert.Single(await Queue.ListPausesAsync(default));
    }

    private async Task<IReadOnlyList<string>> SendersAsync(QueueFilter which) => [.. (await Queue.ListAsync(null, which, 10, default)).Select(listing => listing.Message.Sender)];

    private async Task AcceptAsync(string sender, QueuePriority priority, params string[] recipients)
    {
        var message = await store.DraftAsync(Encoding.UTF8.GetBytes("Subject: x\r\n\r\nbody\r\n"));
        var entry = new QueueEntry(
            sender, default, new QueueEnvelope(), priority, store.Clock.GetUtcNow().AddDays(5), [.. recipients.Select(address => new QueueRecipient(address, address[(address.IndexOf('@') + 1)..]))]);
        Assert.True((await store.Store.Acceptance.AcceptAsync(message, new AcceptPlan("m", [], entry), default)).IsStored);
    }
}
