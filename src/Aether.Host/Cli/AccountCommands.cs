using System.CommandLine;
using System.Globalization;
using Aether.Admin.Contracts;
using Aether.Configuration.Values;

namespace Aether.Host.Cli;

/// <summary><c>aether account</c>: who has a mailbox here.</summary>
internal static class AccountCommands
{
    private static readonly Argument<string> Address = new("ADDRESS") { Description = "The address of the account, such as ann@example.org." };
    private static readonly Option<bool> FromInput = new("--password-stdin") { Description = "Read the password from standard input instead of asking for it." };

    private static readonly Option<bool> HashFromInput = new("--hash-stdin") { Description = "Read a password hash that another server made from standard input, such as {SHA512-CRYPT}$6$…" };

    public static Command Create(VerbRunner verbs) =>
        new("account", "Add, list and remove accounts, and set passwords and quotas.")
        {
            Add(verbs), List(verbs), SetPassword(verbs), QuotaCommand.Create(verbs, "account", Address, "Set the most an account may store."), SetState(verbs, "enable", "active", "Let an account in again."),
            SetState(verbs, "disable", "disabled", "Keep an account out; its mail stays, and mail for it is refused."), PasswordUse(verbs), Logins(verbs), SecondFactorCommands.Create(verbs, Address), Remove(verbs),
        };

    private static Command Add(VerbRunner verbs)
    {
        var quota = new Option<string?>("--quota") { Description = "Most it may store, such as \"5 GiB\". Default: no limit.", HelpName = "SIZE" };
        quota.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && !ByteSize.TryParse(result.Tokens[0].Value, out _))
                result.AddError("--quota: write a size such as \"5 GiB\".");
        });
        var add = new Command("add", "Make an account. It can log in, send and receive at once.") { Address, FromInput, HashFromInput, quota };
        add.SetAction(async (parsed, ct) =>
        {
            if (PasswordInput.Read(parsed.GetValue(FromInput) || parsed.GetValue(HashFromInput)) is not { } password)
                return ExitCode.Usage;
            long bytes = parsed.GetValue(quota) is { } text && ByteSize.TryParse(text, out var size) ? size.Bytes : 0;
            var request = new AddAccountRequest(parsed.GetRequiredValue(Address), password, bytes) { IsHash = parsed.GetValue(HashFromInput) };
            return await verbs.RunAsync(parsed, AdminRequest.Post("accounts", request, AdminJson.Default.AddAccountRequest), Render.Warning, ct);
        });
        return add;
    }

    private static Command List(VerbRunner verbs)
    {
        var domain = new Option<string?>("--domain") { Description = "Only those of one domain.", HelpName = "NAME" };
        var after = new Option<string?>("--after") { Description = "Begin behind this address.", HelpName = "ADDRESS" };
        var limit = new Option<int?>("--limit") { Description = "Most accounts. Default: all.", HelpName = "N" };
        var list = new Command("list", "List the accounts and what they hold, by address.") { domain, after, limit };
        list.SetAction((parsed, ct) => verbs.ListAsync(
            parsed, AdminRequest.Get("accounts", ("domain", parsed.GetValue(domain)), ("after", parsed.GetValue(after)), ("limit", parsed.GetValue(limit)?.ToString(CultureInfo.InvariantCulture))), Render.Accounts, ct));
        return list;
    }

    private static Command SetPassword(VerbRunner verbs)
    {
        var set = new Command("set-password", "Give an account a new password.") { Address, FromInput, HashFromInput };
        set.SetAction(async (parsed, ct) => PasswordInput.Read(parsed.GetValue(FromInput) || parsed.GetValue(HashFromInput)) is { } password
            ? await verbs.RunAsync(parsed, AdminRequest.Put(
                $"accounts/{Uri.EscapeDataString(parsed.GetRequiredValue(Address))}/password", new SetPasswordRequest(password) { IsHash = parsed.GetValue(HashFromInput) }, AdminJson.Default.SetPasswordRequest), Render.Warning, ct)
            : ExitCode.Usage);
        return set;
    }

    private static Command SetState(VerbRunner verbs, string verb, string state, string description)
    {
        var set = new Command(verb, description) { Address };
        set.SetAction((parsed, ct) => verbs.RunAsync(parsed, AdminRequest.Put(
            $"accounts/{Uri.EscapeDataString(parsed.GetRequiredValue(Address))}/state", new SetAccountStateRequest(state), AdminJson.Default.SetAccountStateRequest), Render.Nothing, ct));
        return set;
    }

    private static Command PasswordUse(VerbRunner verbs) => PasswordUseCommand.Create(
        verbs, "accounts", Address, "Say what an account's own password opens.", PasswordUseRequest.Everywhere, PasswordUseRequest.Web, PasswordUseRequest.Domain);

    private static Command Logins(VerbRunner verbs)
    {
        var logins = new Command("logins", "Show who logged in to an account, when and from where.") { Address };
        logins.SetAction((parsed, ct) => verbs.RunAsync(parsed, AdminRequest.Get($"accounts/{Uri.EscapeDataString(parsed.GetRequiredValue(Address))}/logins"), RenderLogins.Logins, ct));
        return logins;
    }

    private static Command Remove(VerbRunner verbs)
    {
        var remove = new Command("remove", "Remove an account with all its mail.") { Address };
        remove.SetAction((parsed, ct) => verbs.RunAsync(parsed, AdminRequest.Delete($"accounts/{Uri.EscapeDataString(parsed.GetRequiredValue(Address))}"), Render.Nothing, ct));
        return remove;
    }
}
