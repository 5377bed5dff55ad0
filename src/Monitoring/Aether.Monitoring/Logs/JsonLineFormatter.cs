using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Aether.Monitoring.Logs;

/// <summary>One JSON object a line: time, level, part, event, message, and every named value of the event and its scopes.</summary>
internal sealed class JsonLineFormatter(TimeProvider clock) : LineFormatter
{
    /// <summary>Names come from templates in code: no program has more.</summary>
    private const int MostNames = 4_096;

    private static readonly ConcurrentDictionary<string, string> Names = new(StringComparer.Ordinal);
    private static readonly string[] Fixed = ["time", "level", "part", "event", "message", "exception"];
    private static readonly string[] Levels = [.. Enum.GetNames<LogLevel>().Select(static level => level.ToLowerInvariant())];

    public override void Write<TState>(in LogEntry<TState> entry, IExternalScopeProvider? scopes, LineBuffer line)
    {
        var json = line.Json;
        line.Names.AddRange(Fixed);
        json.WriteStartObject();
        json.WriteString("time"u8, clock.GetUtcNow());
        json.WriteString("level"u8, Levels[(int)entry.LogLevel]);
        json.WriteString("part"u8, entry.Category);
        if (entry.EventId.Id != 0)
            json.WriteNumber("event"u8, entry.EventId.Id);
        json.WriteString("message"u8, entry.Formatter(entry.State, entry.Exception));
        scopes?.ForEachScope(static (scope, line) => WritePairs(line, scope), line);
        WritePairs(line, entry.State);
        if (entry.Exception is { } exception)
            json.WriteString("exception"u8, exception.ToString());
        json.WriteEndObject();
        json.Flush();
        line.Add("\n"u8);
    }

    private static void WritePairs(LineBuffer line, object? state)
    {
        if (state is not IReadOnlyList<KeyValuePair<string, object?>> pairs)
            return;
        var json = line.Json;
        for (int i = 0; i < pairs.Count; i++)
        {
            var (key, value) = pairs[i];
            string name = NameOf(key);
            if (!LogText.IsShown(key) || line.Names.Contains(name))
                continue;
            line.Names.Add(name);
            switch (value)
            {
                case int number:
                    json.WriteNumber(name, number);
                    break;
                case long number:
                    json.WriteNumber(name, number);
                    break;
                case bool flag:
                    json.WriteBoolean(name, flag);
                    break;
                case DateTimeOffset time:
                    json.WriteString(name, time);
                    break;
                case var other:
                    json.WriteString(name, other?.ToString());
                    break;
            }
        }
    }

    private static string NameOf(string key)
    {
        if (Names.TryGetValue(key, out string? known))
            return known;
        string name = JsonNamingPolicy.CamelCase.ConvertName(key);
        if (Names.Count < MostNames)
            Names[key] = name;
        return name;
    }
}
