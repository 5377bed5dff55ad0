using System.Globalization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace Aether.Monitoring.Logs;

/// <summary>One line for people: time, level, part, the ids of session and message, and what happened.</summary>
internal sealed class TextLineFormatter(TimeProvider clock) : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "aether-text";

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        textWriter.Write(clock.GetLocalNow().ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture));
        textWriter.Write(Level(logEntry.LogLevel));
        textWriter.Write(ShortName(logEntry.Category));
        textWriter.Write(' ');
        scopeProvider?.ForEachScope(static (scope, writer) =>
        {
            if (scope is not IReadOnlyList<KeyValuePair<string, object?>> pairs)
                return;
            for (int i = 0; i < pairs.Count; i++)
            {
                if (!LogText.IsShown(pairs[i].Key))
                    continue;
                writer.Write(pairs[i].Key);
                writer.Write('=');
                LogText.Write(writer, pairs[i].Value?.ToString());
                writer.Write(' ');
            }
        }, textWriter);
        LogText.Write(textWriter, logEntry.Formatter(logEntry.State, logEntry.Exception));
        textWriter.Write('\n');
        if (logEntry.Exception is not { } exception)
            return;
        foreach (var line in exception.ToString().AsSpan().EnumerateLines())
        {
            textWriter.Write("    ");
            LogText.Write(textWriter, line);
            textWriter.Write('\n');
        }
    }

    private static string Level(LogLevel level) => level switch
    {
        LogLevel.Trace => " trace ",
        LogLevel.Debug => " debug ",
        LogLevel.Information => " info  ",
        LogLevel.Warning => " WARN  ",
        LogLevel.Error => " ERROR ",
        _ => " FATAL ",
    };

    /// <summary>Aether.Smtp.Session.SmtpSession is "Smtp" to people.</summary>
    private static ReadOnlySpan<char> ShortName(string category)
    {
        var name = category.AsSpan();
        if (!name.StartsWith("Aether.", StringComparison.Ordinal))
            return name;
        name = name[7..];
        int dot = name.IndexOf('.');
        return dot < 0 ? name : name[..dot];
    }
}
