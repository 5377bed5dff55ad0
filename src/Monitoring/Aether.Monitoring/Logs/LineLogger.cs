using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Aether.Monitoring.Logs;

/// <summary>The log of one part: the caller writes the line, and somebody else takes it away.</summary>
internal sealed class LineLogger(string category, LineLoggerProvider provider) : ILogger
{
    public bool IsEnabled(LogLevel logLevel) => logLevel is not LogLevel.None;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => provider.Scopes?.Push(state);

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel))
            return;
        using var line = LineBuffer.Take();
        provider.Formatter.Write(new LogEntry<TState>(logLevel, category, eventId, state, exception, formatter), provider.Scopes, line);
        provider.Lines.Add(line.Written, logLevel);
    }
}
