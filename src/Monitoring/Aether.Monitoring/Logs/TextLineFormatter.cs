using System.Globalization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Aether.Monitoring.Logs;

/// <summary>One line for people: time, level, part, the ids of session and message, and what happened.</summary>
internal sealed class TextLineFormatter(TimeProvider clock) : LineFormatter
{
    private const string Time = "HH:mm:ss.fff";

    public override void Write<TState>(in LogEntry<TState> entry, IExternalScopeProvider? scopes, LineBuffer line)
    {
        clock.GetLocalNow().TryFormat(line.GetSpan(Time.Length), out int length, Time, CultureInfo.InvariantCulture);
        line.Advance(length);
        line.Add(Level(entry.LogLevel));
        line.Add(ShortName(entry.Category));
        line.Add(" "u8);
        scopes?.ForEachScope(static (scope, line) =>
        {
            if (scope is not IReadOnlyList<KeyValuePair<string, object?>> pairs)
                return;
            for (int i = 0; i < pairs.Count; i++)
            {
                var (key, value) = pairs[i];
                if (!LogText.IsShown(key))
                    continue;
                line.Add(key);
                line.Add("="u8);
                LogText.Write(line, value?.ToString());
                line.Add(" "u8);
            }
        }, line);
        LogText.Write(line, entry.Formatter(entry.State, entry.Exception));
        line.Add("\n"u8);
        if (entry.Exception is not { } exception)
            return;
        foreach (var one in exception.ToString().AsSpan().EnumerateLines())
        {
            line.Add("    "u8);
            LogText.Write(line, one);
            line.Add("\n"u8);
        }
    }

    private static ReadOnlySpan<byte> Level(LogLevel level) => level switch
    {
        LogLevel.Trace => " trace "u8,
        LogLevel.Debug => " debug "u8,
        LogLevel.Information => " info  "u8,
        LogLevel.Warning => " WARN  "u8,
        LogLevel.Error => " ERROR "u8,
        _ => " FATAL "u8,
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
