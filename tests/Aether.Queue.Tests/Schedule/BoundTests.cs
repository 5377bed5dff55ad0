using Aether.Queue.Tests.Outbound;

using static Aether.Queue.Tests.QueueTestBench;

namespace Aether.Queue.Tests.Schedule;

/// <summary>How much the queue takes on at a time.</summary>
public sealed class BoundTests
{
    [Fact]
    public async Task No_more_recipients_are_in_memory_than_allowed()
    {
        int underWay = 0, peak = 0;
        using var third = new ManualResetEventSlim();
        var remote = new ScriptedServer
        {
            Answer = line =>
            {
                if (line != "DATA")
                    return "250 2.0.0 OK\r\n";
                int now = Interlocked.Increment(ref underWay);
                if (now > 2)
                    third.Set();
                third.Wait(TimeSpan.FromMilliseconds(100)); // a third one would come by then
                peak = Math.Max(peak, now);
                return "250 2.0.0 OK\r\n";
            },
            AnswerData = _ =>
            {
                Interlocked.Decrement(ref underWay);
                return "250 2.0.0 Taken\r\n";
            },
        };
        await using var bench = await StartAsync(remote);
        bench.Options = options => options with { MaxActive = 2, MaxDeliveries = 50 };
        for (int i = 0; i < 8; i++)
        {
            bench.Dns.Mx($"d{i}.test", (10, "mx.remote.test"));
            await bench.EnqueueAsync("ann@our.test", "Subject: x\r\n\r\ntext\r\n", To($"x@d{i}.test"));
        }

        await bench.RunUntilEmptyAsync();

        Assert.Equal(8, remote.Messages.Count);
        Assert.Equal(2, peak);
    }
}
