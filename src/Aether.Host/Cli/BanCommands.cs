using System.CommandLine;
using Aether.Admin.Contracts;

namespace Aether.Host.Cli;

/// <summary><c>aether ban</c>: networks that may not connect.</summary>
internal static class BanCommands
{
    public static Command Create(VerbRunner verbs)
    {
        var network = new Argument<string>("NETWORK") { Description = "An address, or a network such as 192.0.2.0/24." };
        var length = Lengths.Option("--for", "How long, such as \"1 d\". Default: until it is lifted.");
        var reason = new Option<string?>("--reason") { Description = "Shown in the list.", HelpName = "TEXT" };

        var add = new Command("add", "Keep a network out of all mail ports.") { network, length, reason };
        add.SetAction((parsed, ct) => verbs.RunAsync(parsed, AdminRequest.Post(
            "bans", new AddBanRequest(parsed.GetRequiredValue(network), parsed.GetValue(reason) ?? "by hand", Lengths.Seconds(parsed.GetValue(length))), AdminJson.Default.AddBanRequest), Render.Nothing, ct));

        var list = new Command("list", "List the bans in force.");
        list.SetAction((parsed, ct) => verbs.RunAsync(parsed, AdminRequest.Get("bans"), RenderLogins.Bans, ct));

        var remove = new Command("remove", "Lift a ban.") { network };
        remove.SetAction((parsed, ct) => verbs.RunAsync(parsed, AdminRequest.Delete("bans", ("network", parsed.GetRequiredValue(network))), Render.Nothing, ct));

        return new Command("ban", "Keep networks out, and let them in again.") { add, list, remove };
    }
}
