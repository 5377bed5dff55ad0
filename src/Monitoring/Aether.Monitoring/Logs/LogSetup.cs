using Aether.Configuration.Schema;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Aether.Monitoring.Logs;

/// <summary>Where log lines go and what they look like: text for people, JSON lines for machines.</summary>
public static class LogSetup
{
    /// <summary>How long a line waits for others where no person looks: less than a look-up would take to find it.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(15);

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
        bool isPiped = target is LogTarget.StandardError ? Console.IsErrorRedirected : Console.IsOutputRedirected;
        bool isJson = settings.Format is LogFormat.Json || (settings.Format is LogFormat.Auto && isPiped);
        logging.Services.AddSingleton<ILoggerProvider>(services =>
        {
            var clock = services.GetRequiredService<TimeProvider>();
            LineFormatter formatter = isJson ? new JsonLineFormatter(clock) : new TextLineFormatter(clock);
            return new LineLoggerProvider(formatter, target is LogTarget.StandardError ? Console.OpenStandardError() : Console.OpenStandardOutput(), isPiped ? Pause : TimeSpan.Zero);
        });
        return logging;
    }
}
