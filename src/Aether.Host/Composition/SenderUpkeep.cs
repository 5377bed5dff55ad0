using Aether.Storage;
using Aether.Validation.Keys;
using Aether.Validation.Pilot;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Aether.Host.Composition;

/// <summary>
/// Looks every hour whether signing keys are to be replaced, or whether their successors are published; and, on one node of a cluster, whether domains
/// can go a step further to p=reject, or have to go one back.
/// </summary>
internal sealed partial class SenderUpkeep(KeyRotation rotation, DmarcPilot pilot, MailStore store, TimeProvider clock, ILogger<SenderUpkeep> logger) : BackgroundService
{
    private const string PilotLease = "dmarc-pilot";
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);
    private static readonly TimeSpan Hold = TimeSpan.FromMinutes(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                await Task.Delay(Interval, clock, stoppingToken);
                await LookAsync("signing keys", rotation.RunAsync, stoppingToken);
                await LookAsync("DMARC pilots", PilotAsync, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops; the next one looks.
        }
    }

    private async Task PilotAsync(CancellationToken ct)
    {
        if (await store.Leases.TryTakeAsync(PilotLease, Hold, ct) is not { } lease)
            return;
        await pilot.RunAsync(ct);
        await store.Leases.DropAsync(lease, ct);
    }

    private async Task LookAsync(string duty, Func<CancellationToken, Task> look, CancellationToken ct)
    {
        try
        {
            await look(ct);
        }
        catch (StoreUnavailableException reason)
        {
            LogPutOff(logger, duty, reason.Message);
        }
    }

    [LoggerMessage(1424, LogLevel.Warning, "Looking after {Duty} is put off: {Reason}")]
    private static partial void LogPutOff(ILogger logger, string duty, string reason);
}
