using Aether.Storage.Accounts;
using Aether.Storage.Changes;
using Aether.Storage.Limits;
using Aether.Storage.Queue;

namespace Aether.Storage.Redis;

/// <summary>Ties a store to the other nodes: hints over Redis, and a look every few seconds for what no hint told.</summary>
internal sealed class NodeLink : IAsyncDisposable
{
    private readonly MissedChanges missed;
    private readonly RedisEvents events;

    /// <exception cref="StoreOpenException">The address is none.</exception>
    public NodeLink(StoreContext context, IDirectoryReads reads, (ChangeFeed Changes, CountFeed Counts, QueueStore Queue) feeds)
    {
        var address = RedisAddress.Parse(context.Options.EventsUrl)
            ?? throw new StoreOpenException(StoreOpenFailure.NoAccess, "events.url is neither memory: nor redis://[user:password@]host[:port][?prefix=name].");
        missed = new MissedChanges(feeds.Changes, reads, context.Clock);
        events = new RedisEvents(address, new NodeFeeds(feeds.Changes, feeds.Counts, feeds.Queue.OnDue, missed.LookNow), context.Logger);
    }

    public void TellQueueDue() => events.TellQueueDue();

    public async ValueTask DisposeAsync()
    {
        await events.DisposeAsync();
        await missed.DisposeAsync();
    }
}
