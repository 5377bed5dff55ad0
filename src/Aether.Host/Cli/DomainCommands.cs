using System.CommandLine;
using Aether.Admin.Contracts;

namespace Aether.Host.Cli;

/// <summary><c>aether domain</c>: the domains this server takes mail for.</summary>
internal static class DomainCommands
{
    public static Command Create(VerbRunner verbs)
    {
        var name = new Argument<string>("NAME") { Description = "The domain, such as example.org." };
        var catchAll = new Option<string?>("--catch-all") { Description = "Address that takes mail for unknown names of the domain.", HelpName = "ADDRESS" };

        var add = new Command("add", "Take mail for a domain.") { name, catchAll };
        add.SetAction((parsed, ct) => verbs.RunAsync(parsed, AdminRequest.Post(
            "domains", new AddDomainRequest(parsed.GetRequiredValue(name), parsed.GetValue(catchAll)), AdminJson.Default.AddDomainRequest), Render.Nothing, ct));

        var list = new Command("list", "List the domains.");
        list.SetAction((parsed, ct) => verbs.RunAsync(parsed, AdminRequest.Get("domains"), Render.Domains, ct));

        var remove = new Command("remove", "Take no more mail for a domain. It must have no accounts and no aliases.") { name };
        remove.SetAction((parsed, ct) => verbs.RunAsync(parsed, AdminRequest.Delete($"domains/{Uri.EscapeDataString(parsed.GetRequiredValue(name))}"), Render.Nothing, ct));

        var check = new Option<bool>("--check") { Description = "Compare with what is published, and say what to do." };
        var publish = new Option<bool>("--publish") { Description = "Publish what is missing: in the zones of dns.updates, or by dns.publishCommand. What you wrote yourself stays." };
        var dns = new Command("dns", "Show what to publish in the DNS for a domain.") { name, check, publish };
        dns.SetAction((parsed, ct) =>
        {
            string path = $"domains/{Uri.EscapeDataString(parsed.GetRequiredValue(name))}/dns";
            var request = parsed.GetValue(publish) ? AdminRequest.Post(path) : AdminRequest.Get(path, ("check", parsed.GetValue(check) ? "true" : null));
            return verbs.RunAsync(parsed, request, RenderRecords.Records, ct, parsed.GetValue(publish) ? RenderRecords.JudgePublished : null);
        });

        var tenant = new Argument<string?>("TENANT") { Description = "The tenant; left out: nobody.", Arity = ArgumentArity.ZeroOrOne };
        var setTenant = new Command("set-tenant", "Give a domain to a tenant, or take it back.") { name, tenant };
        setTenant.SetAction((parsed, ct) => verbs.RunAsync(parsed, AdminRequest.Put(
            $"domains/{Uri.EscapeDataString(parsed.GetRequiredValue(name))}/tenant", new SetTenantRequest(parsed.GetValue(tenant)), AdminJson.Default.SetTenantRequest), Render.Nothing, ct));

        var quota = QuotaCommand.Create(verbs, "domain", name, "Set the most that the accounts of a domain may store together.");
        var passwordUse = PasswordUseCommand.Create(verbs, "domains", name, "Say what passwords of a domain's accounts open, where nothing is said for an account.", PasswordUseRequest.Everywhere, PasswordUseRequest.Web);
        return new Command("domain", "Add, list and remove domains, and set quotas.") { add, list, dns, BimiCommands.Create(verbs, name), PilotCommand.Create(verbs, name), setTenant, quota, passwordUse, remove };
    }
}
