using Aether.Queue.Tests.Outbound;
using Aether.Storage.Queue;

namespace Aether.Queue.Tests.Schedule;

/// <summary>A lease that ran out while its delivery stood still (case R09): two deliveries of one message, of which one comes to its end.</summary>
public sealed class LostLeaseTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task What_was_taken_over_meanwhile_is_not_sent_to_its_end()
    {
        using var over = new ManualResetEventSlim();
        int begun = 0;
        var remote = new ScriptedServer
        {
            Answer = line =>
            {
                if (line == "DATA" && Interlocked.Increment(ref begun) == 1)
                    over.Wait(Patience); // here the first one stands still
                return "250 OK\r\n";
            },
        };
        await using var bench = await QueueTestBench.StartAsync(remote);
        await bench.EnqueueAsync("ann@our.test", "Subject: once\r\n\r\nonce\r\n", QueueTestBench.To("carol@remote.test"));
        await bench.RunUntilAsync(() => Task.FromResult(Volatile.Read(ref begun) == 1));

        bench.Store.Clock.Advance(TimeSpan.FromMinutes(16));
        await bench.RunUntilEmptyAsync();
        Assert.Single(remote.Messages);
        over.Set();
        await bench.StopAsync();

        Assert.Single(remote.Messages);
        Assert.Equal(2, begun);
    }

    [Fact]
    public async Task What_is_slow_and_still_its_own_is_not_taken_over()
    {
        using var looked = new ManualResetEventSlim();
        Action<TimeSpan> advance = _ => { };
        bool ended = false;
        var remote = new ScriptedServer
        {
            Answer = line =>
            {
                if (line == "DATA")
                    advance(TimeSpan.FromMinutes(10));
                return "250 OK\r\n";
            },
            AnswerData = _ =>
            {
                advance(TimeSpan.FromMinutes(10)); // over the end of the first lease
                Volatile.Write(ref ended, true);
                looked.Wait(Patience);
                return "250 OK\r\n";
            },
        };
        await using var bench = await QueueTestBench.StartAsync(remote);
        advance = bench.Store.Clock.Advance;
        await bench.EnqueueAsync("ann@our.test", "Subject: slow\r\n\r\nslow\r\n", QueueTestBench.To("carol@remote.test"));
        await bench.RunUntilAsync(() => Task.FromResult(Volatile.Read(ref ended)));
        Assert.Empty(await bench.Store.Store.Queue.LeaseAsync(10, TimeSpan.FromMinutes(15), [], default));
        looked.Set();
        await bench.RunUntilEmptyAsync();
        Assert.Single(remote.Messages);
    }

    [Fact]
    public async Task Only_leases_that_hold_are_extended()
    {
        await using var bench = await QueueTestBench.StartAsync();
        await bench.EnqueueAsync("ann@our.test", "Subject: a\r\n\r\na\r\n", QueueTestBench.To("carol@remote.test"), QueueTestBench.To("dora@remote.test"));
        var queue = bench.Store.Store.Queue;
        var lease = TimeSpan.FromMinutes(15);
        var first = await queue.LeaseAsync(10, lease, [], default);
        Assert.Equal(2, await queue.ExtendAsync([.. first.Select(recipient => new LeaseReturn(recipient.Id, recipient.Lease))], 2 * lease, default));

        bench.Store.Clock.Advance(TimeSpan.FromMinutes(16));
        Assert.Empty(await queue.LeaseAsync(10, lease, [], default));
        bench.Store.Clock.Advance(TimeSpan.FromMinutes(15));
        var second = await queue.LeaseAsync(1, lease, [], default);
        Assert.Single(second);
        Assert.Equal(1, await queue.ExtendAsync([.. first.Select(recipient => new LeaseReturn(recipient.Id, recipient.Lease))], lease, default));
        Assert.Equal(1, await queue.ExtendAsync([.. second.Select(recipient => new LeaseReturn(recipient.Id, recipient.Lease))], lease, default));
    }
}
