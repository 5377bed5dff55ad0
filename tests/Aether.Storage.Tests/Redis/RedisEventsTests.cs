using Aether.Storage.Changes;
using Aether.Testing.Servers;

namespace Aether.Storage.Tests.Redis;

/// <summary>Nodes that hear of each other over a real Redis, and live without it. Case F10.</summary>
[Trait("Engine", "own")]
public sealed class RedisEventsTests
{
    [Fact]
    public async Task A_change_on_one_node_is_heard_on_the_other_once_and_not_at_home()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var here = new TestNode(redis.Url);
        await using var there = new TestNode(redis.Url);
        using var listening = there.Listen(1);
        using var atHome = here.Listen(1);
        await HearsAsync(here, there, 1);

        here.Commit(1, 42);
        here.Events.TellQueueDue();
        await Eventually.IsTrueAsync(() => there.QueueWakes == 1, "the other queue wakes"); // Sent behind the change, so that one is there as well.
        var told = new ChangeHint(new AccountId(1), new MailboxId(7), new ModSeq(42));
        await Eventually.IsTrueAsync(() => there.Hints.Contains(told), "the change is heard");

        Assert.Single(there.Hints, told);
        Assert.Single(here.Hints, told);
        Assert.Equal(0, here.QueueWakes);
    }

    [Fact]
    public async Task Counts_reach_the_other_node()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var here = new TestNode(redis.Url);
        await using var there = new TestNode(redis.Url);
        await Task.WhenAll(here.Events.Started, there.Events.Started);

        await Eventually.IsTrueAsync(() =>
        {
            here.Counts.Tell("login-failures", "192.0.2.1", 1); // The other may have subscribed only now.
            return !there.Counted.IsEmpty;
        }, "the count is heard");

        Assert.Equal("login-failures 192.0.2.1 1", there.Counted.First());
        Assert.Empty(here.Counted);
    }

    [Fact]
    public async Task Only_shards_that_somebody_listens_to_are_heard()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var node = new TestNode(redis.Url);
        await node.Events.Started;

        var first = node.Listen(3);
        var second = node.Listen(3 + 64);
        await ChannelsAsync(redis, 3);
        first.Dispose();
        await ChannelsAsync(redis, 3);
        second.Dispose();
        await ChannelsAsync(redis, 2); // The queue's and the counts'.
    }

    [Fact]
    public async Task A_redis_that_comes_late_or_again_is_found()
    {
        await using var redis = RedisServer.Absent();
        await using var here = new TestNode(redis.Url);
        await using var there = new TestNode(redis.Url);
        using var listening = there.Listen(1);
        here.Commit(1, 1); // Goes nowhere, and holds up nobody.

        await redis.ReturnAsync();
        await HearsAsync(here, there, 2);
        await redis.VanishAsync();
        for (int i = 0; i < 20_000; i++)
            here.Commit(1, 3);
        int missed = there.Missed;
        await redis.ReturnAsync();

        await HearsAsync(here, there, 4);
        Assert.True(there.Missed > missed); // It knows that it has to look for what it did not hear.
    }

    [Fact]
    public async Task A_redis_that_hangs_holds_up_nobody()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var here = new TestNode(redis.Url);
        await using var there = new TestNode(redis.Url);
        using var listening = there.Listen(1);
        await HearsAsync(here, there, 1);

        await redis.SignalAsync("STOP");
        long start = TimeProvider.System.GetTimestamp();
        for (int i = 0; i < 50_000; i++)
            here.Commit(1, 2);
        Assert.True(TimeProvider.System.GetElapsedTime(start) < TimeSpan.FromSeconds(2));
        await redis.SignalAsync("CONT");

        await HearsAsync(here, there, 3);
        await redis.CliAsync("FLUSHALL");
        await HearsAsync(here, there, 4);
        await redis.CliAsync("CONFIG", "SET", "maxmemory", "1");
        await HearsAsync(here, there, 5);
    }

    /// <summary>Commits until the other hears: the first hints may be lost.</summary>
    private static Task HearsAsync(TestNode here, TestNode there, long modSeq) => Eventually.IsTrueAsync(() =>
    {
        here.Commit(1, modSeq);
        return there.Hints.Any(hint => hint.ModSeq == new ModSeq(modSeq));
    }, "the other node hears");

    private static Task ChannelsAsync(RedisServer redis, int count) => Eventually.IsTrueAsync(
        async () => (await redis.CliAsync("PUBSUB", "CHANNELS", "aether:*")).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length == count, $"{count} channels");
}
