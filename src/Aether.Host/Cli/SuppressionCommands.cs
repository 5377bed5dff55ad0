using System.CommandLine;
using Aether.Admin.Contracts;

namespace Aether.Host.Cli;

/// <summary><c>aether suppress</c>: addresses that nothing is sent to for a while.</summary>
internal static class SuppressionCommands
{
    public static Command Create(VerbRunner verbs)
    {
        var address = new Argument<string>("ADDRESS") { Description = "The address." };
        var limit = new Option<int>("--limit") { Description = "Most addresses to list, up to 1000.", HelpName = "N", DefaultValueFactory = _ => 100 };
        var after = new Option<string?>("--after") { Description = "Begin behind this address.", HelpName = "ADDRESS" };
        var days = new Option<int>("--days") { Description = "For how long.", HelpName = "N", DefaultValueFactory = _ => 30 };
        var reason = new Option<string>("--reason") { Description = "Why, for those who look later.", HelpName = "TEXT", DefaultValueFactory = _ => "" };

        var list = new Command("list", "List the addresses that nothing is sent to.") { limit, after };
        list.SetAction((parsed, ct) => verbs.RunAsync(parsed, AdminRequest.Get("suppressions", ("limit", $"{parsed.GetValue(limit)}"), ("after", parsed.GetValue(after))), RenderQueue.Suppressions, ct));

        var add = new Command("add", "Send nothing to an address for a while.") { address, days, reason };
        add.SetAction((parsed, ct) => verbs.RunAsync(
            parsed,
            AdminRequest.Post("suppressions", new SuppressRequest(parsed.GetRequiredValue(address), parsed.GetValue(reason) ?? "", parsed.GetValue(days)), AdminJson.Default.SuppressRequest),
            Render.Nothing,
            ct));

        var remove = new Command("remove", "Send to an address again.") { address };
        remove.SetAction((parsed, ct) => verbs.RunAsync(parsed, AdminRequest.Delete("suppressions", ("address", parsed.GetRequiredValue(address))), Render.Nothing, ct));

        return new Command("suppress", "List, add and remove addresses that nothing is sent to.") { list, add, remove };
    }
}
