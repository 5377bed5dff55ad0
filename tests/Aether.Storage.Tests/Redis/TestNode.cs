using System.Collections.Concurrent;
using Aether.Storage.Changes;
using Aether.Storage.Limits;
using Aether.Storage.Redis;
using Microsoft.Extensions.Logging.Abstractions;

namespace Aether.Storage.Tests.Redis;

/// <summary>What of a node talks to the others.</summary>
internal sealed class TestNode : IAsyncDisposable
{
    private int wakes;
    private int missed;

    public TestNode(string url)
    {
        Counts.Heard += (counter, key, count) => Counted.Enqueue($"{counter} {key} {count}");
        Events = new RedisEvents(
            RedisAddress.Parse(url)!, new NodeFeeds(Changes, Counts, () => Interlocked.Increment(ref wakes), () => Interlocked.Increment(ref missed)), NullLogger.Instance);
    }

    public ChangeFeed Changes { get; } = new();

    public CountFeed Counts { get; } = new();

    public RedisEvents Events { get; }

    public ConcurrentQueue<ChangeHint> Hints { get; } = new();

    public ConcurrentQueue<string> Counted { get; } = new();

    public int QueueWakes => Volatile.Read(ref wakes);

    public int Missed => Volatile.Read(ref missed);

    public IDisposable Listen(long account) => Changes.Subscribe(new AccountId(account), Hints.Enqueue);

    public void Commit(long account, long modSeq) => Changes.Publish(new ChangeHint(new AccountId(account), new MailboxId(7), new ModSeq(modSeq)));

    public ValueTask DisposeAsync() => Events.DisposeAsync();
}
