using System.CommandLine;

namespace Aether.Host.Cli;

/// <summary><c>aether deadletter</c>: mail that was given up, and kept.</summary>
internal static class DeadLetterCommands
{
    public static Command Create(VerbRunner verbs)
    {
        var id = new Argument<long>("ID") { Description = "The number of the letter, as \"deadletter list\" shows it." };
        var limit = new Option<int>("--limit") { Description = "Most letters to list, up to 1000.", HelpName = "N", DefaultValueFactory = _ => 100 };
        var from = new Option<long?>("--from") { Description = "Begin with this letter.", HelpName = "ID" };
        var address = new Option<string?>("--address") { Description = "Only those to or from this address.", HelpName = "ADDRESS" };
        var file = new Argument<FileInfo>("FILE") { Description = "Where the message is written." };

        var list = new Command("list", "List what was given up.") { limit, from, address };
        list.SetAction((parsed, ct) => verbs.RunAsync(
            parsed,
            AdminRequest.Get("deadletters", ("limit", $"{parsed.GetValue(limit)}"), ("from", parsed.GetValue(from) is { } first ? $"{first}" : null), ("address", parsed.GetValue(address))),
            Render.DeadLetters,
            ct));

        var replay = new Command("replay", "Try one again.") { id };
        replay.SetAction((parsed, ct) => verbs.RunAsync(parsed, AdminRequest.Post($"deadletters/{parsed.GetValue(id)}/replay"), Render.Nothing, ct));

        var export = new Command("export", "Write the message of one to a file.") { id, file };
        export.SetAction((parsed, ct) => verbs.SaveAsync(parsed, AdminRequest.Get($"deadletters/{parsed.GetValue(id)}/message"), parsed.GetRequiredValue(file), ct));

        var remove = new Command("remove", "Forget one.") { id };
        remove.SetAction((parsed, ct) => verbs.RunAsync(parsed, AdminRequest.Delete($"deadletters/{parsed.GetValue(id)}"), Render.Nothing, ct));

        return new Command("deadletter", "List, replay, export and remove mail that was given up.") { list, replay, export, remove };
    }
}
