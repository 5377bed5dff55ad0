using System.CommandLine;

namespace Aether.Host.Cli;

/// <summary><c>aether trace</c>: where a message came from, and where it went.</summary>
internal static class TraceCommand
{
    public static Command Create(VerbRunner verbs)
    {
        var message = new Option<string?>("--message") { Description = "Of the message with this id, as the log and its Received field show it.", HelpName = "ID" };
        var address = new Option<string?>("--address") { Description = "To or from this address.", HelpName = "ADDRESS" };
        var subject = new Option<string?>("--subject") { Description = "With this subject, \"Re:\" and the like aside; without --since those of the last day.", HelpName = "TEXT" };
        var since = new Option<DateTimeOffset?>("--since") { Description = "Not before, such as 2026-12-24T18:00:00Z.", HelpName = "TIME" };
        var until = new Option<DateTimeOffset?>("--until") { Description = "Before.", HelpName = "TIME" };
        var limit = new Option<int>("--limit") { Description = "Most steps, up to 1000.", HelpName = "N", DefaultValueFactory = _ => 100 };
        var trace = new Command("trace", "Show the way of messages, the latest step first.") { message, address, subject, since, until, limit };
        trace.SetAction((parsed, ct) => verbs.RunAsync(
            parsed,
            AdminRequest.Get(
                "trace", ("message", parsed.GetValue(message)), ("address", parsed.GetValue(address)), ("subject", parsed.GetValue(subject)), ("from", Time(parsed.GetValue(since))), ("until", Time(parsed.GetValue(until))),
                ("limit", $"{parsed.GetValue(limit)}")),
            Render.Trace,
            ct));
        return trace;
    }

    private static string? Time(DateTimeOffset? time) => time is { } given ? $"{given:O}" : null;
}
