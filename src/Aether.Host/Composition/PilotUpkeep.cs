using Aether.Storage;
using Aether.Validation.Pilot;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Aether.Host.Composition;

/// <summary>Looks every hour, on one node of a cluster, whether domains can go a step further, or have to go one back.</summary>
internal sealed partial class PilotUpkeep(DmarcPilot pilot, MailStore store, TimeProvider clock, ILogger<PilotUpkeep> logger) : BackgroundService
{
    private const string Name = "dmarc-pilot";
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);
    private static readonly TimeSpan Hold = TimeSpan.FromMinutes(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                await Task.Delay(Interval, clock, stoppingToken);
                await LookAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops; the next one looks.
        }
    }

    private async Task LookAsync(CancellationToken ct)
    {
        try
        {
            if (await store.Leases.TryTakeAsync(Name, Hold, ct) is not { } lease)
                return;
            await pilot.RunAsync(ct);
            await store.Leases.DropAsync(lease, ct);
        }
        catch (StoreUnavailableException reason)
        {
            LogPutOff(logger, reason.Message);
        }
    }

    [LoggerMessage(1425, LogLevel.Warning, "Looking after DMARC pilots is put off: {Reason}")]
    private static partial void LogPutOff(ILogger logger, string reason);
}
