using Aether.Storage;
using Aether.Validation.Keys;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Aether.Host.Composition;

/// <summary>Looks every hour whether keys are to be replaced, or whether their successors are published.</summary>
internal sealed partial class KeyUpkeep(KeyRotation rotation, TimeProvider clock, ILogger<KeyUpkeep> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

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
            await rotation.RunAsync(ct);
        }
        catch (StoreUnavailableException reason)
        {
            LogPutOff(logger, reason.Message);
        }
    }

    [LoggerMessage(1424, LogLevel.Warning, "Looking after signing keys is put off: {Reason}")]
    private static partial void LogPutOff(ILogger logger, string reason);
}
