using System.CommandLine;
using Aether.Admin.Contracts;

namespace Aether.Host.Cli;

/// <summary><c>aether queue</c>: mail on its way to others.</summary>
internal static class QueueCommands
{
    public static Command Create(VerbRunner verbs)
    {
        var id = new Argument<long>("ID") { Description = "The number of the message, as \"queue list\" shows it." };
        var limit = new Option<int>("--limit") { Description = "Most messages to list, up to 1000.", HelpName = "N", DefaultValueFactory = _ => 100 };
        var from = new Option<long?>("--from") { Description = "Begin with this message.", HelpName = "ID" };
        var filter = new QueueFilterOptions();

        var list = filter.AddTo(new Command("list", "List the messages that wait.") { limit, from }, withMessage: false);
        list.SetAction((parsed, ct) => verbs.RunAsync(parsed, List(filter.Read(parsed, false), parsed.GetValue(limit), parsed.GetValue(from)), Render.QueueList, ct));

        var show = new Command("show", "Show one message with its recipients and the last word of the other side.") { id };
        show.SetAction((parsed, ct) => verbs.RunAsync(parsed, AdminRequest.Get($"queue/{parsed.GetValue(id)}"), Render.QueueMessage, ct));

        var hold = Change(new Command("hold", "Keep mail from being tried until it is released."), (which, _) => new ChangeQueueRequest(which, State: "held"));
        var release = Change(new Command("release", "Let held mail go, at once."), (which, _) => new ChangeQueueRequest(which, State: "waiting"));
        var retry = Change(new Command("retry", "Try mail now."), (which, _) => new ChangeQueueRequest(which, Retry: true));

        var priority = new Option<string>("--to") { Description = "low, normal or high.", HelpName = "CLASS", Required = true };
        priority.AcceptOnlyFromAmong("low", "normal", "high");
        var prefer = Change(new Command("prioritize", "Change the class of mail.") { priority }, (which, parsed) => new ChangeQueueRequest(which, Priority: parsed.GetValue(priority)));

        var time = new Option<DateTimeOffset>("--at") { Description = "When it is given up, such as 2026-12-24T18:00:00Z.", HelpName = "TIME", Required = true };
        var expire = Change(new Command("expire", "Change when mail is given up.") { time }, (which, parsed) => new ChangeQueueRequest(which, Expires: parsed.GetValue(time)));

        var to = new Option<string>("--to") { Description = "smtp://HOST:PORT, lmtp://HOST:PORT, either with ?tls=required, lmtp:unix:PATH, or usual.", HelpName = "ROUTE", Required = true };
        var reroute = Change(
            new Command("reroute", "Send mail another way than its usual one, at once.") { to },
            (which, parsed) => new ChangeQueueRequest(which, Route: parsed.GetValue(to) is "usual" ? "" : parsed.GetValue(to)));

        var bounce = new Option<bool>("--bounce") { Description = "Tell the senders, and keep a dead letter." };
        var all = new Option<bool>("--all") { Description = "Needed to remove everything." };
        var remove = filter.AddTo(new Command("remove", "Take mail off the queue. Without --bounce nobody is told.") { bounce, all }, withMessage: true);
        remove.SetAction((parsed, ct) => RemoveAsync(parsed, filter, (parsed.GetValue(bounce), parsed.GetValue(all)), verbs, ct));

        return new Command("queue", "List, show, hold, retry, reroute, change, remove and pause queued mail.")
        {
            list, show, hold, release, retry, prefer, expire, reroute, remove,
            PauseCommands.Status(verbs), PauseCommands.Pause(verbs), PauseCommands.Resume(verbs), PauseCommands.Drain(verbs),
        };

        Command Change(Command command, Func<QueueFilterRequest, ParseResult, ChangeQueueRequest> request)
        {
            filter.AddTo(command, withMessage: true).SetAction((parsed, ct) => verbs.RunAsync(
                parsed, AdminRequest.Post("queue/change", request(filter.Read(parsed, true), parsed), AdminJson.Default.ChangeQueueRequest), Render.Changed, ct));
            return command;
        }
    }

    private static AdminRequest List(QueueFilterRequest which, int limit, long? from) => AdminRequest.Get(
        "queue", ("limit", $"{limit}"), ("from", from is { } first ? $"{first}" : null), ("sender", which.Sender is "" ? "<>" : which.Sender), ("recipient", which.Recipient), ("domain", which.Domain),
        ("class", which.Class), ("state", which.State), ("before", which.Before is { } before ? $"{before:O}" : null));

    private static async Task<int> RemoveAsync(ParseResult parsed, QueueFilterOptions filter, (bool Bounce, bool All) how, VerbRunner verbs, CancellationToken ct)
    {
        if (!how.All && !filter.IsNarrow(parsed))
        {
            await Console.Error.WriteLineAsync("aether: name a message, or say which by options; --all removes everything.");
            return ExitCode.Usage;
        }

        var request = new RemoveQueuedRequest(filter.Read(parsed, true), how.Bounce);
        return await verbs.RunAsync(parsed, AdminRequest.Post("queue/remove", request, AdminJson.Default.RemoveQueuedRequest), Render.Changed, ct);
    }
}
