using Aether.Configuration.Schema;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace Aether.Monitoring.Logs;

/// <summary>Where log lines go and what they look like: text for people, JSON lines for machines.</summary>
public static class LogSetup
{
    /// <param name="logging">The builder of the host.</param>
    /// <param name="settings">Level and format.</param>
    /// <param name="target">A command that prints results keeps them apart from its log.</param>
    public static ILoggingBuilder AddAetherLogs(this ILoggingBuilder logging, LoggingSettings settings, LogTarget target)
    {
        logging.ClearProviders();
        logging.SetMinimumLevel(Enum.Parse<LogLevel>(settings.Level.ToString()));
        // The framework's own news is not the operator's.
        logging.AddFilter("Microsoft", LogLevel.Warning).AddFilter("System", LogLevel.Warning);
        logging.AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Error);
        // A failed start is told in one line by whoever started it.
        logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);
        logging.AddFilter("Microsoft.AspNetCore.Server.Kestrel", LogLevel.Error);
        logging.AddFilter("OpenTelemetry", LogLevel.Error);
        logging.AddConsole(console =>
        {
            console.FormatterName = Resolve(settings.Format, target) is LogFormat.Json ? JsonLineFormatter.FormatterName : TextLineFormatter.FormatterName;
            // Case F21: whoever reads the log may stall; mail does not wait for it.
            console.QueueFullMode = ConsoleLoggerQueueFullMode.DropWrite;
            console.MaxQueueLength = 16_384;
            if (target is LogTarget.StandardError)
                console.LogToStandardErrorThreshold = LogLevel.Trace;
        });
        logging.AddConsoleFormatter<TextLineFormatter, ConsoleFormatterOptions>();
        logging.AddConsoleFormatter<JsonLineFormatter, ConsoleFormatterOptions>();
        return logging;
    }

    private static LogFormat Resolve(LogFormat format, LogTarget target)
    {
        bool piped = target is LogTarget.StandardError ? Console.IsErrorRedirected : Console.IsOutputRedirected;
        return format is not LogFormat.Auto ? format : piped ? LogFormat.Json : LogFormat.Text;
    }
}
