using System.CommandLine;

namespace Aether.Host.Cli;

/// <summary><c>aether queue</c>: mail on its way to others.</summary>
internal static class QueueCommands
{
    public static Command Create(VerbRunner verbs)
    {
        var id = new Argument<long>("ID") { Description = "The number of the message, as \"queue list\" shows it." };
        var oneOrAll = new Argument<long?>("ID") { Description = "The number of the message; without it, all.", Arity = ArgumentArity.ZeroOrOne };
        var limit = new Option<int>("--limit") { Description = "Most messages to list, up to 1000.", HelpName = "N", DefaultValueFactory = _ => 100 };
        var from = new Option<long?>("--from") { Description = "Begin with this message.", HelpName = "ID" };

        var list = new Command("list", "List the messages that wait.") { limit, from };
        list.SetAction((parsed, ct) => verbs.RunAsync(
            parsed, AdminRequest.Get("queue", ("limit", $"{parsed.GetValue(limit)}"), ("from", parsed.GetValue(from) is { } first ? $"{first}" : null)), Render.QueueList, ct));

        var show = new Command("show", "Show one message with its recipients and the last word of the other side.") { id };
        show.SetAction((parsed, ct) => verbs.RunAsync(parsed, AdminRequest.Get($"queue/{parsed.GetValue(id)}"), Render.QueueMessage, ct));

        var retry = new Command("retry", "Try one message, or all, now.") { oneOrAll };
        retry.SetAction((parsed, ct) => verbs.RunAsync(
            parsed, AdminRequest.Post(parsed.GetValue(oneOrAll) is { } one ? $"queue/{one}/retry" : "queue/retry"), Render.Retry, ct));

        var remove = new Command("remove", "Take a message off the queue. Nobody is told.") { id };
        remove.SetAction((parsed, ct) => verbs.RunAsync(parsed, AdminRequest.Delete($"queue/{parsed.GetValue(id)}"), Render.Nothing, ct));

        return new Command("queue", "List, show, retry and remove queued mail.") { list, show, retry, remove };
    }
}
