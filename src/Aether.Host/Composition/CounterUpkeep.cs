using Aether.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Aether.Host.Composition;

/// <summary>Counts all messages again each night at <see cref="Hour"/> and sets right what counters and quotas say otherwise.</summary>
internal sealed partial class CounterUpkeep(MailStore store, TimeProvider clock, ILogger<CounterUpkeep> logger) : BackgroundService
{
    /// <summary>When most people sleep, by the clock of this machine.</summary>
    public const int Hour = 3;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                await Task.Delay(UntilNext(clock.GetLocalNow()), clock, stoppingToken);
                await RecountAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops; the next night counts.
        }
    }

    internal static TimeSpan UntilNext(DateTimeOffset now)
    {
        var today = TimeSpan.FromHours(Hour) - now.TimeOfDay;
        return today > TimeSpan.Zero ? today : today + TimeSpan.FromDays(1);
    }

    private async Task RecountAsync(CancellationToken ct)
    {
        try
        {
            foreach (var repair in await store.Quotas.RecountAsync(ct))
                LogRepaired(logger, repair.Counter, repair.Was, repair.Is);
        }
        catch (StoreUnavailableException reason)
        {
            LogPutOff(logger, reason.Message);
        }
    }

    [LoggerMessage(1422, LogLevel.Warning, "Counter set right: {Counter} was {Was}, is {Is}")]
    private static partial void LogRepaired(ILogger logger, string counter, long was, long @is);

    [LoggerMessage(1423, LogLevel.Warning, "Counting messages again is put off: {Reason}")]
    private static partial void LogPutOff(ILogger logger, string reason);
}
