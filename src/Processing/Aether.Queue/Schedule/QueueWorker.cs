using System.Collections.Concurrent;
using System.Threading.Channels;
using Aether.Queue.Dsn;
using Aether.Queue.Local;
using Aether.Queue.Outbound;
using Aether.Queue.Policies;
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
    private readonly WaitingSessions sessions;
    private readonly Pauses pauses;
    private readonly Backlogs backlogs;
    private readonly Suspects suspects;
    private readonly SemaphoreSlim slots;
    private int active;
    private readonly ConcurrentDictionary<Task, bool> running = new();
    private readonly Channel<bool> news = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public QueueWorker(QueueOptions options, QueueBackend backend, QueueMetrics metrics, TimeProvider clock, ILogger<QueueWorker> logger)
    {
        (this.options, this.clock, queue) = (options, clock, backend.Store.Queue);
        events = new QueueEvents(metrics, backend.Store.Traces, clock, logger);
        destinations = new Destinations(options, clock);
        sessions = new WaitingSessions(options, clock);
        pauses = new Pauses(queue, options.Node, clock);
        backlogs = new Backlogs(queue, clock);
        suspects = new Suspects(queue, events);
        slots = new SemaphoreSlim(options.MaxDeliveries);
        var settlement = new Settlement(options, backend.Store, new ReportWriter(options, backend.Store, clock), events, clock);
        var policies = new TransportPolicies(options.Transport, backend.Policies, backend.Dns);
        var hops = new Hops(options, sessions, pauses.Stands, policies, new TlsOutcomes(options.Transport.Reports ? backend.Store.Reports : null, policies));
        deliveries = new BlockDelivery(options, backend.Store, new Router(options, backend.Dns), new LocalCopies(backend.Store, backend.Recipients, backend.Intake), hops, settlement, clock);
    }

    public override void Dispose()
    {
        base.Dispose();
        slots.Dispose();
        suspects.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var abort = new CancellationTokenSource();
        queue.Due += Wake;
        queue.Paused += pauses.Forget;
        try
        {
            await ReclaimAsync(stoppingToken);
            while (!stoppingToken.IsCancellationRequested)
            {
                if (!await LeaseAsync(abort.Token))
                    await WaitAsync(stoppingToken);
            }
        }
        finally
        {
            queue.Due -= Wake;
            queue.Paused -= pauses.Forget;
            await DrainAsync(abort);
            await sessions.DisposeAsync();
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
            await pauses.LookAsync(abort);
            if (pauses.IsStill)
                return false;
            await backlogs.LookAsync(abort);
            var closed = destinations.Full().Concat(pauses.Domains).ToHashSet(StringComparer.Ordinal);
            int most = Math.Min(Math.Max(options.BlockSize, slots.CurrentCount), room);
            var set = await backlogs.LeaseAsync(closed, (most, options.BlockSize), options.Lease, abort);
            Start(set, abort);
            if (await queue.NextDueAsync(abort) is not { } due || due > clock.GetUtcNow() || set.Count >= room)
                return set.Count > 0;
            closed.UnionWith(backlogs.Domains);
            var leased = await queue.TakeAsync(Math.Min(most, room - set.Count), options.Lease, [.. closed], abort);
            backlogs.Add(leased.Parked);
            Start(leased.Recipients, abort);
            return set.Count + leased.Recipients.Count + leased.Parked.Count > 0;
        }
        catch (IOException unavailable)
        {
            events.LeaseFailed(unavailable);
            return false;
        }
    }

    /// <summary>What the last process on an embedded store had under way is taken up at once.</summary>
    private async Task ReclaimAsync(CancellationToken stopping)
    {
        try
        {
            await queue.ReclaimAsync(stopping);
        }
        catch (IOException unavailable)
        {
            events.LeaseFailed(unavailable);
        }
    }

    private void Start(IReadOnlyList<LeasedRecipient> leased, CancellationToken abort)
    {
        foreach (var suspect in leased.Where(Suspects.IsSuspect))
            Start(suspect.Recipient.Domain, [suspect], abort);
        foreach (var domain in leased.Where(recipient => !Suspects.IsSuspect(recipient)).GroupBy(recipient => recipient.Recipient.Domain))
        {
            foreach (var block in domain.Chunk(options.BlockSize))
                Start(domain.Key, block, abort);
        }
    }

    private void Start(string domain, LeasedRecipient[] block, CancellationToken abort)
    {
        Interlocked.Add(ref active, block.Length);
        var delivery = DeliverAsync(domain, block, abort);
        running.TryAdd(delivery, true);
        _ = delivery.ContinueWith(done => running.TryRemove(done, out _), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
    }

    private async Task DeliverAsync(string domain, LeasedRecipient[] block, CancellationToken abort)
    {
        await Task.Yield();

        // What takes longer than the lease would be delivered twice: it is cut off before, wherever it waits.
        using var lease = new CancellationTokenSource(options.Lease * LeaseWatch.Usable, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(abort, lease.Token);
        try
        {
            using var alone = await suspects.EnterAsync(block, either.Token);
            if (!alone.MayRun)
                return;
            await destinations.EnterAsync(domain, either.Token);
            await RunAsync(domain, block, new LeaseWatch(queue, options.Lease, lease, clock), either.Token);
        }
        catch (OperationCanceledException)
        {
            // The server stops at once, or its turn never came. They were not interrupted by what they are.
            await ReturnAsync(block, abort.IsCancellationRequested ? clock.GetUtcNow() : null);
        }
        finally
        {
            Interlocked.Add(ref active, -block.Length);
            Wake();
        }
    }

    private async Task RunAsync(string domain, LeasedRecipient[] block, LeaseWatch leases, CancellationToken ct)
    {
        var outcome = BlockOutcome.Answered;
        bool hasSlot = false;
        try
        {
            await slots.WaitAsync(ct);
            hasSlot = true;
            events.Metrics.Started();
            var turn = new BlockTurn(domain, destinations.Silence(domain), destinations, clock.GetTimestamp(), leases);
            outcome = await deliveries.RunAsync(turn, block, ct);
        }
        catch (OperationCanceledException)
        {
            outcome = BlockOutcome.Unreachable;
            throw;
        }
        catch (Exception failure)
        {
            // The worker goes on whatever happens to one block: its lease ends, and it is tried again.
            events.Failed(failure, domain);
        }
        finally
        {
            destinations.Leave(domain, outcome);
            if (hasSlot)
            {
                events.Metrics.Ended();
                slots.Release();
            }
        }
    }

    private async Task ReturnAsync(LeasedRecipient[] block, DateTimeOffset? dueAt)
    {
        try
        {
            await queue.ReturnAsync([.. block.Select(recipient => new LeaseReturn(recipient.Id, recipient.Lease))], dueAt, CancellationToken.None);
        }
        catch (IOException unavailable)
        {
            events.LeaseFailed(unavailable); // their lease's end brings them back
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
            await Task.WhenAll(running.Keys);
        }
    }
}
