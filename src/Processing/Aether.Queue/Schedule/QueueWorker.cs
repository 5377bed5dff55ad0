using System.Collections.Concurrent;
using System.Threading.Channels;
using Aether.Queue.Dsn;
using Aether.Queue.Local;
using Aether.Queue.Routing;
using Aether.Queue.Settings;
using Aether.Storage.Queue;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Aether.Queue.Schedule;

/// <summary>
/// Leases due recipients and hands them, by domain in blocks, to deliveries that run side by side within bounds. Polling
/// is the truth; news of the store only wakes it sooner. A slow destination has only the deliveries it may have (case R10).
/// </summary>
public sealed class QueueWorker : BackgroundService
{
    private readonly QueueOptions options;
    private readonly QueueStore queue;
    private readonly QueueEvents events;
    private readonly BlockDelivery deliveries;
    private readonly TimeProvider clock;
    private readonly Destinations destinations;
    private readonly SemaphoreSlim slots;
    private int active;
    private readonly ConcurrentDictionary<Task, bool> running = new();
    private readonly Channel<bool> news = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public QueueWorker(QueueOptions options, QueueBackend backend, QueueMetrics metrics, TimeProvider clock, ILogger<QueueWorker> logger)
    {
        (this.options, this.clock, queue) = (options, clock, backend.Store.Queue);
        events = new QueueEvents(metrics, logger);
        destinations = new Destinations(options);
        slots = new SemaphoreSlim(options.MaxDeliveries);
        var settlement = new Settlement(options, backend.Store, new ReportWriter(options, backend.Store, clock), events, clock);
        deliveries = new BlockDelivery(options, backend.Store, new Router(options, backend.Dns), new LocalCopies(backend.Store, backend.Recipients), settlement);
    }

    public override void Dispose()
    {
        base.Dispose();
        slots.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var abort = new CancellationTokenSource();
        queue.Due += Wake;
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                if (!await LeaseAsync(abort.Token))
                    await WaitAsync(stoppingToken);
            }
        }
        finally
        {
            queue.Due -= Wake;
            await DrainAsync(abort);
        }
    }

    /// <returns>Whether there was anything to do, so that there may be more.</returns>
    private async Task<bool> LeaseAsync(CancellationToken abort)
    {
        // A slot is taken behind the lease: the bound on what is leased is what keeps the memory.
        int room = options.MaxActive - Volatile.Read(ref active);
        if (slots.CurrentCount == 0 || room <= 0)
            return false;
        try
        {
            // A look costs less than an operation, and most of the time nothing is due.
            if (await queue.NextDueAsync(abort) is not { } due || due > clock.GetUtcNow())
                return false;
            int most = Math.Min(Math.Max(options.BlockSize, slots.CurrentCount), room);
            var leased = await queue.LeaseAsync(most, options.Lease, destinations.Full(), abort);
            foreach (var domain in leased.GroupBy(recipient => recipient.Recipient.Domain))
            {
                foreach (var block in domain.Chunk(options.BlockSize))
                    Start(domain.Key, block, abort);
            }

            return leased.Count > 0;
        }
        catch (IOException unavailable)
        {
            events.LeaseFailed(unavailable);
            return false;
        }
    }

    private void Start(string domain, LeasedRecipient[] block, CancellationToken abort)
    {
        destinations.Enter(domain);
        Interlocked.Add(ref active, block.Length);
        var delivery = DeliverAsync(domain, block, abort);
        running.TryAdd(delivery, true);
        _ = delivery.ContinueWith(done => running.TryRemove(done, out _), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
    }

    private async Task DeliverAsync(string domain, LeasedRecipient[] block, CancellationToken abort)
    {
        await Task.Yield();
        var outcome = BlockOutcome.Unreachable;
        await slots.WaitAsync(abort);
        events.Metrics.Started();
        try
        {
            // What takes longer than the lease would be delivered twice: it is cut off before.
            using var lease = new CancellationTokenSource(options.Lease * 0.9, clock);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(abort, lease.Token);
            outcome = await deliveries.RunAsync(domain, block, clock, either.Token);
        }
        catch (OperationCanceledException) when (abort.IsCancellationRequested)
        {
            // The server stops at once: the lease's end brings these recipients back.
        }
        catch (Exception failure)
        {
            // The worker goes on whatever happens to one block: its lease ends, and it is tried again.
            events.Failed(failure, domain);
        }
        finally
        {
            events.Metrics.Ended();
            destinations.Leave(domain, outcome);
            Interlocked.Add(ref active, -block.Length);
            slots.Release();
            Wake();
        }
    }

    private void Wake() => news.Writer.TryWrite(true);

    private async Task WaitAsync(CancellationToken stopping)
    {
        using var poll = new CancellationTokenSource(options.PollInterval, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stopping, poll.Token);
        try
        {
            await news.Reader.ReadAsync(either.Token);
        }
        catch (OperationCanceledException)
        {
            // Time to look, or to stop.
        }
    }

    private async Task DrainAsync(CancellationTokenSource abort)
    {
        try
        {
            await Task.WhenAll(running.Keys).WaitAsync(options.DrainTime, clock);
        }
        catch (Exception late) when (late is TimeoutException or OperationCanceledException)
        {
            await abort.CancelAsync();
        }
    }
}
