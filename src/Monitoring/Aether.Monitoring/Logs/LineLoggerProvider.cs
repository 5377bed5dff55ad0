using Microsoft.Extensions.Logging;

namespace Aether.Monitoring.Logs;

/// <summary>Writes what all parts log to one stream, line by line.</summary>
internal sealed partial class LineLoggerProvider : ILoggerProvider, ISupportExternalScope
{
    public LineLoggerProvider(LineFormatter formatter, Stream target, TimeSpan pause)
    {
        Formatter = formatter;
        var own = new LineLogger("Aether.Monitoring.Logs", this);
        Lines = new WaitingLines(target, pause, dropped => LogDropped(own, dropped));
    }

    public LineFormatter Formatter { get; }

    public WaitingLines Lines { get; }

    public IExternalScopeProvider? Scopes { get; private set; }

    public ILogger CreateLogger(string categoryName) => new LineLogger(categoryName, this);

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => Scopes = scopeProvider;

    public void Dispose() => Lines.Dispose();

    [LoggerMessage(1500, LogLevel.Warning, "LogLinesDropped {Lines}: whoever reads the log is too slow, or its disk is full")]
    private static partial void LogDropped(ILogger logger, long lines);
}
