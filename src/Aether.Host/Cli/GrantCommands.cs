using System.CommandLine;
using System.Text.Json;
using Aether.Admin.Contracts;

namespace Aether.Host.Cli;

/// <summary><c>aether grant</c>: what accounts may send as besides their own addresses.</summary>
internal static class GrantCommands
{
    public static Command Create(VerbRunner verbs)
    {
        var account = new Argument<string>("ACCOUNT") { Description = "Who may." };
        var subject = new Argument<string>("ADDRESS") { Description = "An address, *@ and a domain for all of it, or * for any address, as a gateway or a list needs." };

        var add = new Command("add", "Let an account send as an address that is not its own.") { account, subject };
        add.SetAction((parsed, ct) => verbs.RunAsync(
            parsed, AdminRequest.Post(Path(parsed.GetRequiredValue(account)), new GrantRequest(parsed.GetRequiredValue(subject)), AdminJson.Default.GrantRequest), Render.Nothing, ct));

        var list = new Command("list", "List what an account may send as besides its own.") { account };
        list.SetAction((parsed, ct) => verbs.RunAsync(parsed, AdminRequest.Get(Path(parsed.GetRequiredValue(account))), Grants, ct));

        var remove = new Command("remove", "Take that back.") { account, subject };
        remove.SetAction((parsed, ct) => verbs.RunAsync(parsed, AdminRequest.Delete(Path(parsed.GetRequiredValue(account)), ("subject", parsed.GetRequiredValue(subject))), Render.Nothing, ct));

        return new Command("grant", "Add, list and remove what accounts may send as.") { add, list, remove };
    }

    private static string Path(string account) => $"accounts/{Uri.EscapeDataString(account)}/grants";

    private static string Grants(string body) =>
        Table.Format(["MAY SEND AS"], JsonSerializer.Deserialize(body, AdminJson.Default.IReadOnlyListGrantView)!.Select(grant => (string[])[grant.Subject]));
}
