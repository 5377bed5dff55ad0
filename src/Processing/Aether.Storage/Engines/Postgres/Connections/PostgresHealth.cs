using Microsoft.Extensions.Logging;

namespace Aether.Storage.Engines.Postgres.Connections;

/// <summary>Whether the database answers, as those find who use it. Changes are logged once, not for each failed call.</summary>
internal sealed partial class PostgresHealth(string place, TimeProvider clock, ILogger logger)
{
    private readonly Lock gate = new();
    private volatile string? trouble;
    private long since;

    /// <summary>Why it can't be used; null when all is well.</summary>
    public string? Trouble => trouble;

    public void Away(Exception reason)
    {
        lock (gate)
        {
            if (trouble is null)
            {
                since = clock.GetTimestamp();
                LogAway(logger, place, reason.Message);
            }
            trouble = $"{place} can't be used: {reason.Message}";
        }
    }

    public void Well()
    {
        if (trouble is null)
            return;
        lock (gate)
        {
            if (trouble is null)
                return;
            trouble = null;
            LogBack(logger, place, clock.GetElapsedTime(since).TotalSeconds);
        }
    }

    /// <summary>A group whose fate nobody could learn in time was refused.</summary>
    public void Unknown(int operations, Exception? reason) => LogUnknown(logger, operations, reason?.Message ?? "");

    [LoggerMessage(1011, LogLevel.Warning, "Can't use {Place}: {Reason}. Changes wait for a while, then they are refused as temporary failures")]
    private static partial void LogAway(ILogger logger, string place, string reason);

    [LoggerMessage(1012, LogLevel.Information, "Can use {Place} again after {Seconds:0.0} s")]
    private static partial void LogBack(ILogger logger, string place, double seconds);

    [LoggerMessage(1013, LogLevel.Warning, "{Operations} operations were refused though they may have been stored: the database fell silent at COMMIT and did not come back in time ({Reason})")]
    private static partial void LogUnknown(ILogger logger, int operations, string reason);
}
