using System.Text;
using System.Text.Json;
using Aether.Configuration.Values;
using Aether.Monitoring.Logs;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Aether.Monitoring.Tests.Logs;

public class LineTests
{
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2030, 1, 2, 3, 4, 5, 678, TimeSpan.Zero));

    [Fact]
    public void A_text_line_names_time_level_part_session_and_event()
    {
        clock.SetLocalTimeZone(TimeZoneInfo.Utc);

        string line = Write(new TextLineFormatter(clock), LogLevel.Warning, "RecipientRefused {Recipient}", "ann@x.test");

        Assert.Equal("03:04:05.678 WARN  Smtp session=S1 RecipientRefused ann@x.test\n", line);
    }

    // Case W04: what a peer chooses can neither start a line nor steer a terminal.
    [Fact]
    public void Control_characters_are_escaped_in_text()
    {
        string line = Write(new TextLineFormatter(clock), LogLevel.Information, "From {Sender}", "a\r\n00:00:00 FATAL \u001b[2J\u2028\u007fz");

        Assert.EndsWith("From a\\u000d\\u000a00:00:00 FATAL \\u001b[2J\\u2028\\u007fz\n", line, StringComparison.Ordinal);
        Assert.Equal(1, line.Count(c => c is '\n'));
    }

    [Fact]
    public void A_json_line_is_one_object_with_every_named_value()
    {
        string line = Write(new JsonLineFormatter(clock), LogLevel.Error, "RecipientRefused {Recipient}", "a\n\"b\"@x.test");

        Assert.Equal(1, line.Count(c => c is '\n'));
        var json = JsonDocument.Parse(line).RootElement;
        Assert.Equal("error", json.GetProperty("level").GetString());
        Assert.Equal("Aether.Smtp.Session.SmtpSession", json.GetProperty("part").GetString());
        Assert.Equal("S1", json.GetProperty("session").GetString());
        Assert.Equal("a\n\"b\"@x.test", json.GetProperty("recipient").GetString());
        Assert.Equal(7, json.GetProperty("event").GetInt32());
        Assert.Equal(new DateTimeOffset(2030, 1, 2, 3, 4, 5, 678, TimeSpan.Zero), json.GetProperty("time").GetDateTimeOffset());
    }

    [Fact]
    public void A_secret_is_masked_in_every_format()
    {
        Assert.DoesNotContain("hunter2", Write(new TextLineFormatter(clock), LogLevel.Error, "Login {Password}", new Secret("hunter2")), StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", Write(new JsonLineFormatter(clock), LogLevel.Error, "Login {Password}", new Secret("hunter2")), StringComparison.Ordinal);
    }

    private static string Write(LineFormatter formatter, LogLevel level, string template, object value)
    {
        var scopes = new LoggerExternalScopeProvider();
        scopes.Push(new Dictionary<string, object?> { ["session"] = "S1" }.ToList());
        var state = new List<KeyValuePair<string, object?>> { new(template[(template.IndexOf('{', StringComparison.Ordinal) + 1)..^1], value), new("{OriginalFormat}", template) };
        var entry = new LogEntry<List<KeyValuePair<string, object?>>>(
            level, "Aether.Smtp.Session.SmtpSession", new EventId(7), state, null, (pairs, _) => template[..template.IndexOf('{', StringComparison.Ordinal)] + pairs[0].Value);
        using var line = LineBuffer.Take();
        formatter.Write(entry, scopes, line);
        return Encoding.UTF8.GetString(line.Written);
    }
}
