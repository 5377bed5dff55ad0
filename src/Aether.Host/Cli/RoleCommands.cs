using System.CommandLine;
using Aether.Admin.Contracts;

namespace Aether.Host.Cli;

/// <summary><c>aether role</c>: who may do what.</summary>
internal static class RoleCommands
{
    public static Command Create(VerbRunner verbs)
    {
        var address = new Argument<string>("ADDRESS") { Description = "The address of the account." };
        var role = new Argument<string>("ROLE") { Description = "admin, domain-admin, or a single permission such as read-queue." };
        var domain = new Option<string?>("--domain") { Description = "In this domain only.", HelpName = "NAME" };
        var account = new Option<string?>("--account") { Description = "Only those of one account.", HelpName = "ADDRESS" };

        var add = new Command("add", "Give an account a role.") { address, role, domain };
        add.SetAction((parsed, ct) => verbs.RunAsync(parsed, AdminRequest.Post(
            Path(parsed.GetRequiredValue(address)), new RoleRequest(parsed.GetRequiredValue(role), parsed.GetValue(domain)), AdminJson.Default.RoleRequest), Render.Nothing, ct));

        var list = new Command("list", "List who has which role.") { account };
        list.SetAction((parsed, ct) => verbs.ListAsync(parsed, AdminRequest.Get("roles", ("account", parsed.GetValue(account))), RenderLogins.Roles, ct));

        var remove = new Command("remove", "Take a role back.") { address, role, domain };
        remove.SetAction((parsed, ct) => verbs.RunAsync(parsed, AdminRequest.Delete(
            $"{Path(parsed.GetRequiredValue(address))}/{Uri.EscapeDataString(parsed.GetRequiredValue(role))}", ("domain", parsed.GetValue(domain))), Render.Nothing, ct));

        return new Command("role", "Say who may do what.") { add, list, remove };
    }

    private static string Path(string address) => $"accounts/{Uri.EscapeDataString(address)}/roles";
}
