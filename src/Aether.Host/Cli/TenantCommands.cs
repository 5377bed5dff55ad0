using System.CommandLine;
using Aether.Admin.Contracts;

namespace Aether.Host.Cli;

/// <summary><c>aether tenant</c>: those who have domains here and share a quota over them.</summary>
internal static class TenantCommands
{
    public static Command Create(VerbRunner verbs)
    {
        var name = new Argument<string>("NAME") { Description = "The tenant." };

        var add = new Command("add", "Add a tenant.") { name };
        add.SetAction((parsed, ct) => verbs.RunAsync(parsed, AdminRequest.Post(
            "tenants", new AddTenantRequest(parsed.GetRequiredValue(name)), AdminJson.Default.AddTenantRequest), Render.Nothing, ct));

        var list = new Command("list", "List the tenants, their domains and what they hold.");
        list.SetAction((parsed, ct) => verbs.RunAsync(parsed, AdminRequest.Get("tenants"), Render.Tenants, ct));

        var remove = new Command("remove", "Remove a tenant that has no domains.") { name };
        remove.SetAction((parsed, ct) => verbs.RunAsync(parsed, AdminRequest.Delete($"tenants/{Uri.EscapeDataString(parsed.GetRequiredValue(name))}"), Render.Nothing, ct));

        var quota = QuotaCommand.Create(verbs, "tenant", name, "Set the most that the accounts of a tenant's domains may store together.", "set");
        return new Command("tenant", "Add, list and remove tenants, and set their quotas.") { add, list, quota, remove };
    }
}
