using Aether.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Aether.Host.Composition;

/// <summary>Has the store swept now and then: removed mail whose grace is over, blobs that nothing refers to, what removed accounts left.</summary>
internal sealed partial class StoreUpkeep(MailStore store, TimeProvider clock, ILogger<StoreUpkeep> logger) : BackgroundService
{
    public static readonly TimeSpan Every = TimeSpan.FromMinutes(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await SweepAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops; what is left is swept after the next start.
        }
    }

    private async Task SweepAsync(CancellationToken ct)
    {
        try
        {
            await store.Sweeper.SweepAsync(ct);
        }
        catch (StoreUnavailableException reason)
        {
            LogPutOff(logger, reason.Message);
        }
    }

    [LoggerMessage(1420, LogLevel.Warning, "Sweeping the store is put off: {Reason}")]
    private static partial void LogPutOff(ILogger logger, string reason);
}
