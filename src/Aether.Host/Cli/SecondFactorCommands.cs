using System.CommandLine;

namespace Aether.Host.Cli;

/// <summary><c>aether account totp</c>: what accounts show beside their password when they sign in by a browser.</summary>
internal static class SecondFactorCommands
{
    public static Command Create(VerbRunner verbs, Argument<string> address)
    {
        var show = new Command("show", "Say whether an account has a second factor.") { address };
        show.SetAction((parsed, ct) => verbs.RunAsync(parsed, AdminRequest.Get(Path(parsed.GetRequiredValue(address))), RenderLogins.SecondFactor, ct));

        var add = new Command("add", "Give an account a second factor, and show it this once. Any that it had is gone.") { address };
        add.SetAction((parsed, ct) => verbs.RunAsync(parsed, AdminRequest.Post(Path(parsed.GetRequiredValue(address))), RenderLogins.NewSecondFactor, ct));

        var remove = new Command("remove", "Take the second factor of an account away, for who has lost it.") { address };
        remove.SetAction((parsed, ct) => verbs.RunAsync(parsed, AdminRequest.Delete(Path(parsed.GetRequiredValue(address))), Render.Nothing, ct));

        return new Command("totp", "See, give and reset the codes of an authenticator (RFC 6238).") { show, add, remove };
    }

    private static string Path(string address) => $"accounts/{Uri.EscapeDataString(address)}/totp";
}
