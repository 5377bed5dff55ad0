using Aether.Configuration.Schema;
using Aether.Monitoring.Logs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Aether.Host.Composition;

/// <summary>The log of a process, there before anything that may fail.</summary>
internal static class NodeLogs
{
    public static ILoggerFactory Create(LoggingSettings settings, LogTarget target) => LoggerFactory.Create(logging =>
    {
        logging.Services.AddSingleton(TimeProvider.System);
        logging.AddAetherLogs(settings, target);
    });
}
