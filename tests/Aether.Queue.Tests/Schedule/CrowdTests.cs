using System.Collections.Concurrent;
using Aether.Queue.Tests.Outbound;

using static Aether.Queue.Tests.QueueTestBench;

namespace Aether.Queue.Tests.Schedule;

/// <summary>A destination that takes five connections and refuses a sixth: how many are used, how often it has to refuse.</summary>
public sealed class CrowdTests
{
    private const int Borne = 5;

    [Fact]
    public async Task A_sink_that_takes_five_connections_gets_about_five()
    {
        int open = 0, refused = 0, refusedLate = 0, taken = 0, peakLate = 0;
        var openAt = new ConcurrentDictionary<object, bool>();
        var remote = new ScriptedServer();
        remote.Admit = client =>
        {
            if (Interlocked.Increment(ref open) <= Borne)
            {
                openAt[client] = true;
                return null;
            }

            Interlocked.Decrement(ref open);
            Interlocked.Increment(ref refused);
            if (Volatile.Read(ref taken) > 100)
                Interlocked.Increment(ref refusedLate);
            return "421 4.7.0 too many connections\r\n";
        };
        remote.Left = client =>
        {
            if (openAt.TryRemove(client, out _))
                Interlocked.Decrement(ref open);
        };
        remote.AnswerData = _ =>
        {
            int now = Interlocked.Increment(ref taken);
            if (now > 100)
                peakLate = Math.Max(peakLate, Volatile.Read(ref open));
            return "250 OK\r\n";
        };
        await using var bench = await StartAsync(remote);
        bench.Options = options => options with { BlockSize = 2, StartPerDestination = 10 };
        const int Messages = 400;
        for (int i = 0; i < Messages; i++)
            await bench.EnqueueAsync("", "Subject: x\r\n\r\ntext\r\n", To($"d{i}@remote.test"));

        await bench.RunUntilAsync(() =>
        {
            bench.Store.Clock.Advance(TimeSpan.FromMilliseconds(50)); // those that were crowded out come back
            return Task.FromResult(Volatile.Read(ref taken) >= Messages);
        });

        Assert.True(refused > 0, "nothing had to be learnt");
        Assert.InRange(peakLate, 4, 6);
        Assert.True(refusedLate * 100 < Messages - 100, $"{refusedLate} refused of {Messages - 100}");
    }
}
