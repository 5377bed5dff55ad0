using System.Threading.Channels;
using Aether.Storage.Changes;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace Aether.Storage.Redis;

/// <summary>
/// Carries hints between nodes over Redis: one channel per shard of accounts, heard only where somebody listens to one of
/// them. Nothing here may not be lost: without Redis a node finds changes some seconds later by itself.
/// </summary>
internal sealed partial class RedisEvents : IAsyncDisposable
{
    private const int Shards = 64;
    private const int MaxWaiting = 10_000;

    private readonly string node = Guid.NewGuid().ToString("n")[..16];
    private readonly RedisAddress address;
    private readonly NodeFeeds feeds;
    private readonly ILogger logger;
    private readonly Channel<(string Channel, string Text)> outgoing = Channel.CreateBounded<(string, string)>(
        new BoundedChannelOptions(MaxWaiting) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });
    private readonly Lock gate = new();
    private readonly int[] listened = new int[Shards];
    private readonly TaskCompletionSource started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task sending;
    private ConnectionMultiplexer? redis;

    public RedisEvents(RedisAddress address, NodeFeeds feeds, ILogger logger)
    {
        (this.address, this.feeds, this.logger) = (address, feeds, logger);
        feeds.Changes.Committed += OnCommitted;
        feeds.Changes.InterestChanged += OnInterest;
        feeds.Counts.Told += OnTold;
        sending = SendAsync();
    }

    /// <summary>Ends when the first connection stands, or the first attempt has failed.</summary>
    public Task Started => started.Task;

    private string QueueChannel => address.Prefix + ":queue";

    private string CountChannel => address.Prefix + ":counts";

    /// <summary>Recipients became due here.</summary>
    public void TellQueueDue() => outgoing.Writer.TryWrite((QueueChannel, node));

    public async ValueTask DisposeAsync()
    {
        feeds.Changes.Committed -= OnCommitted;
        feeds.Changes.InterestChanged -= OnInterest;
        feeds.Counts.Told -= OnTold;
        outgoing.Writer.TryComplete();
        await sending;
        if (redis is not null)
            await redis.DisposeAsync();
    }

    private static int ShardOf(AccountId account) => (int)((ulong)account.Value % Shards);

    private string ChannelOf(int shard) => $"{address.Prefix}:changes:{shard}";

    private void OnCommitted(ChangeHint hint) => outgoing.Writer.TryWrite((ChannelOf(ShardOf(hint.Account)), NodeMessage.Change(node, hint)));

    private void OnTold(string counter, string key, int count) => outgoing.Writer.TryWrite((CountChannel, NodeMessage.Count(node, counter, key, count)));

    private async Task SendAsync()
    {
        await Task.Yield();
        var connection = await ConnectAsync();
        started.TrySetResult();
        var publisher = connection.GetSubscriber();
        await foreach (var (channel, text) in outgoing.Reader.ReadAllAsync())
        {
            try
            {
                await publisher.PublishAsync(RedisChannel.Literal(channel), text, CommandFlags.FireAndForget);
            }
            catch (RedisException)
            {
                // Lost, as hints may be: the others find the change by looking.
            }
        }
    }

    private async Task<ConnectionMultiplexer> ConnectAsync()
    {
        var connection = await ConnectionMultiplexer.ConnectAsync(address.Options);
        connection.ConnectionFailed += (_, failure) => LogLost(logger, address, failure.FailureType);
        connection.ConnectionRestored += (_, _) =>
        {
            LogFound(logger, address);
            feeds.Missed();
        };
        if (!connection.IsConnected)
            LogLost(logger, address, ConnectionFailureType.UnableToConnect);
        lock (gate)
        {
            redis = connection;
            Subscribe(QueueChannel, text =>
            {
                if (!NodeMessage.IsOf(node, text))
                    feeds.WakeQueue();
            });
            Subscribe(CountChannel, text =>
            {
                if (NodeMessage.TryCount(node, text, out var told))
                    feeds.Counts.Hear(told.Counter, told.Key, told.Count);
            });
            for (int shard = 0; shard < Shards; shard++)
            {
                if (listened[shard] > 0)
                    Subscribe(ChannelOf(shard), HearChange);
            }
        }

        return connection;
    }

    private void OnInterest(AccountId account, Interest interest)
    {
        int shard = ShardOf(account);
        lock (gate)
        {
            listened[shard] += interest is Interest.Begun ? 1 : -1;
            if (redis is null)
                return;
            if (interest is Interest.Begun && listened[shard] == 1)
                Subscribe(ChannelOf(shard), HearChange);
            else if (interest is Interest.Ended && listened[shard] == 0)
                Swallow(redis.GetSubscriber().UnsubscribeAsync(RedisChannel.Literal(ChannelOf(shard))));
        }
    }

    private void HearChange(string text)
    {
        if (NodeMessage.TryChange(node, text, out var hint))
            feeds.Changes.Hear(hint);
    }

    /// <summary>A subscription that can't be made now is made by the library when the connection is back.</summary>
    private void Subscribe(string channel, Action<string> heard) =>
        Swallow(redis!.GetSubscriber().SubscribeAsync(RedisChannel.Literal(channel), (_, text) => heard(text.ToString())));

    private static void Swallow(Task task) => _ = task.ContinueWith(
        static failed => _ = failed.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);

    [LoggerMessage(1120, LogLevel.Warning, "Redis at {Address} is away ({Failure}): other nodes hear of changes some seconds later")]
    private static partial void LogLost(ILogger logger, RedisAddress address, ConnectionFailureType failure);

    [LoggerMessage(1121, LogLevel.Information, "Redis at {Address} is there")]
    private static partial void LogFound(ILogger logger, RedisAddress address);
}
