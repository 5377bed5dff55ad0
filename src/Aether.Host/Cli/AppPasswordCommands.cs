using System.CommandLine;
using Aether.Admin.Contracts;

namespace Aether.Host.Cli;

/// <summary><c>aether app-password</c>: passwords that accounts use in single programs.</summary>
internal static class AppPasswordCommands
{
    public static Command Create(VerbRunner verbs)
    {
        var address = new Argument<string>("ADDRESS") { Description = "The address of the account." };
        var name = new Argument<string>("NAME") { Description = "What to call it, such as \"phone\"." };
        var protocols = new Option<string[]>("--protocol") { Description = "Only for imap, pop3 or submission; may be given several times.", HelpName = "NAME" };
        var networks = new Option<string[]>("--network") { Description = "Only from this network; may be given several times.", HelpName = "CIDR" };
        var length = Lengths.Option("--expires", "How long it lasts, such as \"90 d\". Default: until it is removed.");

        var add = new Command("add", "Make a password for one program, and show it this once.") { address, name, protocols, networks, length };
        add.SetAction((parsed, ct) => verbs.RunAsync(parsed, AdminRequest.Post(
            Path(parsed.GetRequiredValue(address)),
            new AddAppPasswordRequest(parsed.GetRequiredValue(name), parsed.GetValue(protocols) ?? [], parsed.GetValue(networks) ?? [], Lengths.Seconds(parsed.GetValue(length))),
            AdminJson.Default.AddAppPasswordRequest), RenderLogins.NewAppPassword, ct));

        var list = new Command("list", "List the app passwords of an account.") { address };
        list.SetAction((parsed, ct) => verbs.RunAsync(parsed, AdminRequest.Get(Path(parsed.GetRequiredValue(address))), RenderLogins.AppPasswords, ct));

        var remove = new Command("remove", "Revoke an app password.") { address, name };
        remove.SetAction((parsed, ct) => verbs.RunAsync(parsed, AdminRequest.Delete($"{Path(parsed.GetRequiredValue(address))}/{Uri.EscapeDataString(parsed.GetRequiredValue(name))}"), Render.Nothing, ct));

        return new Command("app-password", "Make, list and revoke passwords for single programs.") { add, list, remove };
    }

    private static string Path(string address) => $"accounts/{Uri.EscapeDataString(address)}/app-passwords";
}
