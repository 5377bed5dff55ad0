using Aether.Queue.Settings;
using Aether.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Aether.Queue.Reports;

/// <summary>Looks now and then whether reports are due: those of a day when it is over. The nodes of a cluster look at times of their own.</summary>
public sealed partial class ReportUpkeep(ReportSender sender, ReportOptions options, TimeProvider clock, ILogger<ReportUpkeep> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(30);

    /// <summary>Of a failure its domain hears within minutes.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromMinutes(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                await Task.Delay((options.Failures ? Soon : Interval) * (0.5 + Random.Shared.NextDouble()), clock, stoppingToken);
                await LookAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops; what is leased falls due again.
        }
    }

    private async Task LookAsync(CancellationToken ct)
    {
        try
        {
            await sender.SendAsync(early: false, ct);
        }
        catch (StoreUnavailableException reason)
        {
            LogPutOff(logger, reason.Message);
        }
    }

    [LoggerMessage(3022, LogLevel.Warning, "Sending reports is put off: {Reason}")]
    private static partial void LogPutOff(ILogger logger, string reason);
}
