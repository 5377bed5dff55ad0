using Aether.Storage.Queue;
using Microsoft.Extensions.Hosting;

namespace Aether.Queue.Schedule;

/// <summary>Counts now and then what lies in the queue, for the metrics: too dear to do each time somebody looks.</summary>
public sealed class DepthWatch(QueueStore queue, QueueMetrics metrics, TimeProvider clock) : BackgroundService
{
    private const int Domains = 20;
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, clock);
        try
        {
            do
                await CountAsync(stoppingToken);
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops.
        }
    }

    private async Task CountAsync(CancellationToken ct)
    {
        try
        {
            metrics.Counted(await queue.DepthAsync(Domains, ct));
        }
        catch (IOException)
        {
            // The store is away: what was counted last stands, and others say why.
        }
    }
}
