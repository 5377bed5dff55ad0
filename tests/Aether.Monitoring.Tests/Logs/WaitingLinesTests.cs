using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text.RegularExpressions;
using Aether.Monitoring.Logs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Aether.Monitoring.Tests.Logs;

/// <summary>How lines come to whoever reads the log, and what happens when he does not.</summary>
public sealed partial class WaitingLinesTests : IDisposable
{
    private static readonly TimeSpan Forever = TimeSpan.FromHours(1);

    private readonly SlowReader reader = new();

    public void Dispose()
    {
        reader.GoOn();
        reader.Dispose();
    }

    [Fact]
    public async Task Lines_that_come_during_a_write_go_by_one()
    {
        using var logs = Create(TimeSpan.Zero);
        var logger = logs.CreateLogger("Aether.Smtp");
        reader.Stall();
        Log(logger, "first");
        await reader.WriteBegunAsync();

        for (int i = 0; i < 100; i++)
            Log(logger, $"line {i}.");
        reader.GoOn();
        logs.Dispose();

        Assert.Equal(2, reader.Writes.Count);
        Assert.Equal(Enumerable.Range(0, 100), reader.Writes[1].Split('\n')[..^1].Select(static line => int.Parse(NumberInLine().Match(line).Groups[1].Value, CultureInfo.InvariantCulture)));
    }

    [Fact]
    public async Task A_line_waits_for_others_and_a_warning_for_nobody()
    {
        using var logs = Create(Forever);
        var logger = logs.CreateLogger("Aether.Smtp");
        Log(logger, "waits");
        Assert.Empty(reader.Writes);

        Log(logger, "hurries", LogLevel.Warning);
        await reader.WriteBegunAsync();
        logs.Dispose();

        Assert.Contains("waits", Assert.Single(reader.Writes), StringComparison.Ordinal);
    }

    [Fact]
    public void A_critical_line_is_there_when_the_call_returns()
    {
        using var logs = Create(Forever);
        var logger = logs.CreateLogger("Aether.Storage");

        Log(logger, "before");
        Log(logger, "the end is near", LogLevel.Critical);

        Assert.Matches("(?s)before.*the end is near", reader.Text);
    }

    [Fact]
    public void Nothing_is_lost_at_an_orderly_end()
    {
        using var logs = Create(Forever);
        for (int i = 0; i < 10; i++)
            Log(logs.CreateLogger("Aether.Smtp"), $"line {i}.");

        logs.Dispose();

        Assert.Equal(10, reader.Text.Count(static c => c is '\n'));
    }

    // Case F21.
    [Fact]
    public async Task Who_does_not_read_the_log_holds_nobody_up_and_hears_what_he_missed()
    {
        using var counted = new DroppedCount();
        using var logs = Create(TimeSpan.Zero);
        var logger = logs.CreateLogger("Aether.Smtp");
        reader.Stall();
        Log(logger, "first");
        await reader.WriteBegunAsync();

        string filling = new('x', 1_000);
        const int Lines = 2 * WaitingLines.Most / 1_000;
        for (int i = 0; i < Lines; i++)
            Log(logger, filling);
        reader.GoOn();
        logs.Dispose();

        Assert.InRange(reader.Writes[1].Length, WaitingLines.Most / 2, WaitingLines.Most + (4 << 10));
        string last = reader.Text.Split('\n')[^2];
        Assert.Contains(" WARN  Monitoring LogLinesDropped ", last, StringComparison.Ordinal);
        int told = int.Parse(NumberInLine().Match(last[13..]).Groups[1].Value, CultureInfo.InvariantCulture);
        Assert.Equal(Lines, told + reader.Text.Split('\n').Count(line => line.EndsWith(filling, StringComparison.Ordinal)));
        Assert.True(counted.Sum >= told);
    }

    [Fact]
    public void A_full_disk_is_told_once_it_has_room()
    {
        using var logs = Create(Forever);
        var logger = logs.CreateLogger("Aether.Smtp");
        reader.IsFull = true;
        Log(logger, "lost");
        Log(logger, "lost too", LogLevel.Critical);

        reader.IsFull = false;
        Log(logger, "found", LogLevel.Critical);

        Assert.Matches("^[^\n]* found\n[^\n]* LogLinesDropped 2: [^\n]*\n$", reader.Text);
    }

    [Fact]
    public async Task An_end_does_not_wait_for_ever()
    {
        using var logs = Create(TimeSpan.Zero);
        reader.Stall();
        Log(logs.CreateLogger("Aether.Smtp"), "stuck");

        await Task.Run(logs.Dispose).WaitAsync(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public void Scopes_and_exceptions_stand_in_lines_of_their_own_text()
    {
        using var logs = Create(Forever);
        var logger = logs.CreateLogger("Aether.Smtp");

        using (logger.BeginScope(new List<KeyValuePair<string, object?>> { new("session", "S1") }))
            logger.LogError(new InvalidOperationException("broken\nby \u001b[2J"), "SessionFailed {Peer}", "a\nb");
        logs.Dispose();

        string[] lines = reader.Text.Split('\n');
        Assert.EndsWith(" ERROR Smtp session=S1 SessionFailed a\\u000ab", lines[0], StringComparison.Ordinal);
        Assert.Equal("    System.InvalidOperationException: broken", lines[1]);
        Assert.Equal("    by \\u001b[2J", lines[2]);
        Assert.Equal("", lines[3]);
    }

    [Fact]
    public void What_logs_while_it_is_logged_gets_a_line_of_its_own()
    {
        using var logs = Create(Forever);
        var logger = logs.CreateLogger("Aether.Smtp");

        logger.LogInformation("Value {Value}", new Talkative(logger));
        logs.Dispose();

        Assert.Matches("^[^\n]* inner\n[^\n]* Value outer\n$", reader.Text);
    }

    private ILoggerFactory Create(TimeSpan pause) =>
        LoggerFactory.Create(logging => logging.Services.AddSingleton<ILoggerProvider>(_ => new LineLoggerProvider(new TextLineFormatter(TimeProvider.System), reader, pause)));

    private static void Log(ILogger logger, string text, LogLevel level = LogLevel.Information) => logger.Log(level, "{Text}", text);

    [GeneratedRegex(@" (\d+)[.:]")]
    private static partial Regex NumberInLine();

    private sealed class Talkative(ILogger logger)
    {
        public override string ToString()
        {
            Log(logger, "inner");
            return "outer";
        }
    }

    private sealed class DroppedCount : IDisposable
    {
        private readonly MeterListener listener = new();
        private long sum;

        public DroppedCount()
        {
            listener.InstrumentPublished = static (instrument, listener) =>
            {
                if (instrument.Name is "aether.log.dropped")
                    listener.EnableMeasurementEvents(instrument);
            };
            listener.SetMeasurementEventCallback<long>((_, count, _, _) => Interlocked.Add(ref sum, count));
            listener.Start();
        }

        public long Sum => Interlocked.Read(ref sum);

        public void Dispose() => listener.Dispose();
    }
}
