using Aether.Storage.Queue;

using static Aether.Queue.Tests.QueueTestBench;

namespace Aether.Queue.Tests.Schedule;

/// <summary>What may not go does not stand before what may; and what ends the server again and again is set aside (cases R07, R10).</summary>
public sealed class BacklogTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task A_paused_domain_with_very_many_recipients_lets_others_pass_and_goes_on_when_it_is_resumed()
    {
        await using var bench = await StartAsync();
        var queue = bench.Store.Store.Queue;
        bench.Dns.Mx("paused.test", (10, "mx.remote.test"));
        await queue.PauseAsync(PauseKind.Domain, "paused.test", "", None);
        for (int i = 0; i < 3; i++)
            await bench.EnqueueAsync("ann@our.test", "Subject: slow\r\n\r\ntext\r\n", [.. Enumerable.Range(0, 500).Select(n => To($"x{i}-{n}@paused.test"))]);
        bench.Store.Clock.Advance(TimeSpan.FromSeconds(1));
        await bench.EnqueueAsync("ann@our.test", "Subject: live\r\n\r\ntext\r\n", To("dora@remote.test"));

        await bench.RunUntilAsync(async () => await queue.CountAsync(None) == 1_500);
        Assert.Contains("Subject: live", Assert.Single(bench.Remote.Messages), StringComparison.Ordinal);

        await queue.ResumeAsync(PauseKind.Domain, "paused.test", None);
        await bench.RunUntilEmptyAsync();
        Assert.Empty(await queue.ListBacklogsAsync(10, None));
    }

    [Fact]
    public async Task Mail_whose_delivery_ended_without_a_word_three_times_is_held_and_all_other_mail_flows()
    {
        await using var bench = await StartAsync();
        var queue = bench.Store.Store.Queue;
        await bench.EnqueueAsync("ann@our.test", "Subject: poison\r\n\r\ntext\r\n", To("dora@remote.test"));
        LeasedRecipient poison = null!;
        for (int i = 0; i < 3; i++)
        {
            poison = Assert.Single(await queue.LeaseAsync(10, TimeSpan.FromMinutes(1), [], None));
            bench.Store.Clock.Advance(TimeSpan.FromMinutes(1));
        }

        poison = Assert.Single(await queue.LeaseAsync(10, TimeSpan.FromMinutes(1), [], None));
        Assert.True(await queue.BeginAloneAsync(new LeaseReturn(poison.Id, poison.Lease), None)); // the third start, alone, ends the process as well
        bench.Store.Clock.Advance(TimeSpan.FromMinutes(1));
        await bench.EnqueueAsync("ann@our.test", "Subject: sound\r\n\r\ntext\r\n", To("emil@remote.test"));

        await bench.RunUntilAsync(async () => await queue.CountAsync(None) == 1 && Held(await bench.QueueAsync()));
        Assert.Contains("Subject: sound", Assert.Single(bench.Remote.Messages), StringComparison.Ordinal);

        await queue.ChangeAsync(new QueueChange(QueueFilter.All) { State = RecipientState.Waiting }, None);
        await bench.RunUntilEmptyAsync(); // let go, it is tried as if nothing had been
        Assert.Equal(2, bench.Remote.Messages.Count);
    }

    [Fact]
    public async Task A_suspect_that_goes_well_is_none_any_more()
    {
        await using var bench = await StartAsync();
        var queue = bench.Store.Store.Queue;
        await bench.EnqueueAsync("ann@our.test", "Subject: x\r\n\r\ntext\r\n", [.. Enumerable.Range(0, 5).Select(n => To($"x{n}@remote.test"))]);
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(5, (await queue.LeaseAsync(10, TimeSpan.FromMinutes(1), [], None)).Count);
            bench.Store.Clock.Advance(TimeSpan.FromMinutes(1));
        }

        await bench.RunUntilEmptyAsync();
        Assert.Equal(5, bench.Remote.Messages.Count); // one at a time
    }

    private static bool Held(IReadOnlyList<QueueListing> queued) => queued is [{ Recipients: [{ State: RecipientState.Held, LastReply: not null }] }];
}
