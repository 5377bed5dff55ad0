using System.Buffers;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace Aether.Monitoring.Logs;

/// <summary>One JSON object a line: time, level, part, event, message, and every named value of the event and its scopes.</summary>
internal sealed class JsonLineFormatter(TimeProvider clock) : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "aether-json";

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { SkipValidation = true }))
        {
            var seen = new HashSet<string>(StringComparer.Ordinal) { "time", "level", "part", "event", "message", "exception" };
            json.WriteStartObject();
            json.WriteString("time", clock.GetUtcNow());
            json.WriteString("level", logEntry.LogLevel.ToString().ToLowerInvariant());
            json.WriteString("part", logEntry.Category);
            if (logEntry.EventId.Id != 0)
                json.WriteNumber("event", logEntry.EventId.Id);
            json.WriteString("message", logEntry.Formatter(logEntry.State, logEntry.Exception));
            scopeProvider?.ForEachScope(static (scope, state) => WritePairs(state.json, scope, state.seen), (json, seen));
            WritePairs(json, logEntry.State, seen);
            if (logEntry.Exception is { } exception)
                json.WriteString("exception", exception.ToString());
            json.WriteEndObject();
        }

        textWriter.Write(Encoding.UTF8.GetString(buffer.WrittenSpan));
        textWriter.Write('\n');
    }

    private static void WritePairs(Utf8JsonWriter json, object? state, HashSet<string> seen)
    {
        if (state is not IReadOnlyList<KeyValuePair<string, object?>> pairs)
            return;
        for (int i = 0; i < pairs.Count; i++)
        {
            string name = JsonNamingPolicy.CamelCase.ConvertName(pairs[i].Key);
            if (!LogText.IsShown(pairs[i].Key) || !seen.Add(name))
                continue;
            switch (pairs[i].Value)
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
}
