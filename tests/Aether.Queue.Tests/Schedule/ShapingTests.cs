using System.Collections.Concurrent;
using Aether.Queue.Schedule;
using Aether.Queue.Settings;
using Aether.Queue.Tests.Outbound;
using static Aether.Queue.Tests.QueueTestBench;

namespace Aether.Queue.Tests.Schedule;

/// <summary>What providers want is kept for all their domains together.</summary>
public sealed class ShapingTests
{
    private const string Message = "Subject: hello\r\n\r\ntext\r\n";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task All_domains_of_a_provider_share_its_connections(bool byHost)
    {
        int open = 0, peak = 0;
        var remote = new ScriptedServer();
        var known = new ConcurrentDictionary<object, bool>();
        remote.Admit = client =>
        {
            known[client] = true;
            int now = Interlocked.Increment(ref open);
            if (!byHost || !remote.Messages.IsEmpty)
                peak = Math.Max(peak, now);
            return null;
        };
        remote.Left = client => _ = known.TryRemove(client, out _) ? Interlocked.Decrement(ref open) : 0;
        await using var bench = await StartAsync(remote);
        bench.Options = options => options with
        {
            Profiles = [new ShapingProfile("big") { Connections = 1, Domains = byHost ? [] : ["d*.big.test"], Hosts = byHost ? ["*.remote.test"] : [] }],
        };
        await SendAsync(bench, domains: 6, each: 1);
        await bench.RunUntilEmptyAsync();
        await SendAsync(bench, domains: 6, each: 3);
        await bench.RunUntilEmptyAsync();
        Assert.Equal(24, remote.Messages.Count);
        if (!byHost)
            Assert.Equal(1, peak);
    }

    [Fact]
    public async Task A_connection_carries_no_more_messages_and_a_message_no_more_recipients_than_wanted()
    {
        await using var bench = await StartAsync();
        bench.Options = options => options with { Profiles = [new ShapingProfile("small") { Domains = ["remote.test"], MessagesPerConnection = 2, RecipientsPerMessage = 3 }] };
        await bench.EnqueueAsync("ann@our.test", Message, [.. Enumerable.Range(0, 7).Select(i => To($"u{i}@remote.test"))]);
        await bench.RunUntilEmptyAsync();
        Assert.Equal(3, bench.Remote.Messages.Count);
        Assert.Equal(2, bench.Remote.Connections);
    }

    [Fact]
    public void A_minute_has_its_share_and_no_more()
    {
        var start = DateTimeOffset.UnixEpoch;
        var share = new ProfileShare(new ShapingProfile("x") { MessagesPerMinute = 60 }, start);
        for (int i = 0; i < 60; i++)
            Assert.Equal(TimeSpan.Zero, share.Take(start));
        Assert.Equal(TimeSpan.FromSeconds(1), share.Take(start));
        Assert.Equal(TimeSpan.FromSeconds(2), share.Take(start));
        share.Return();
        Assert.Equal(TimeSpan.FromSeconds(2), share.Take(start));
        Assert.Equal(TimeSpan.Zero, share.Take(start + TimeSpan.FromSeconds(10)));
    }

    private static async Task SendAsync(QueueTestBench bench, int domains, int each)
    {
        for (int i = 0; i < domains; i++)
        {
            bench.Dns.Mx($"d{i}.big.test", (10, "mx.remote.test"));
            for (int n = 0; n < each; n++)
                await bench.EnqueueAsync("ann@our.test", Message, To($"u{n}@d{i}.big.test"));
        }
    }
}
