using System.CommandLine;
using Aether.Admin.Contracts;

namespace Aether.Host.Cli;

/// <summary><c>aether alias</c>: addresses that stand for others.</summary>
internal static class AliasCommands
{
    public static Command Create(VerbRunner verbs)
    {
        var name = new Argument<string>("NAME") { Description = "The address that is written to." };
        var target = new Argument<string>("TARGET") { Description = "Where its mail goes: an address here or elsewhere." };
        var oneTarget = new Option<string?>("--target") { Description = "Remove only this target.", HelpName = "ADDRESS" };
        var domain = new Option<string?>("--domain") { Description = "Only those of one domain.", HelpName = "NAME" };

        var add = new Command("add", "Send mail for one address to another; several targets make a list.") { name, target };
        add.SetAction((parsed, ct) => verbs.RunAsync(parsed, AdminRequest.Post(
            "aliases", new AddAliasRequest(parsed.GetRequiredValue(name), parsed.GetRequiredValue(target)), AdminJson.Default.AddAliasRequest), Render.Nothing, ct));

        var list = new Command("list", "List the aliases.") { domain };
        list.SetAction((parsed, ct) => verbs.ListAsync(parsed, AdminRequest.Get("aliases", ("domain", parsed.GetValue(domain))), Render.Aliases, ct));

        var remove = new Command("remove", "Remove an alias, or one of its targets.") { name, oneTarget };
        remove.SetAction((parsed, ct) => verbs.RunAsync(parsed, AdminRequest.Delete(
            $"aliases/{Uri.EscapeDataString(parsed.GetRequiredValue(name))}", ("target", parsed.GetValue(oneTarget))), Render.Nothing, ct));

        return new Command("alias", "Add, list and remove aliases.") { add, list, remove };
    }
}
