using System.CommandLine;

namespace Aether.Host.Cli;

/// <summary><c>aether session</c>: who is logged in.</summary>
internal static class SessionCommands
{
    public static Command Create(VerbRunner verbs)
    {
        var account = new Option<string?>("--account") { Description = "Only those of one account.", HelpName = "ADDRESS" };
        var list = new Command("list", "List who is logged in, on all nodes.") { account };
        list.SetAction((parsed, ct) => verbs.RunAsync(parsed, AdminRequest.Get("sessions", ("account", parsed.GetValue(account))), RenderLogins.Sessions, ct));

        var id = new Argument<string?>("ID") { Description = "The session, as the list names it.", Arity = ArgumentArity.ZeroOrOne };
        var revoke = new Command("revoke", "End a session, or all of an account with its access tokens.") { id, account };
        revoke.Validators.Add(result =>
        {
            if (result.GetValue(id) is null == (result.GetValue(account) is null))
                result.AddError("Name a session, or an account with --account.");
        });
        revoke.SetAction((parsed, ct) => verbs.RunAsync(parsed, AdminRequest.Delete(
            parsed.GetValue(id) is { } session ? $"sessions/{Uri.EscapeDataString(session)}" : $"accounts/{Uri.EscapeDataString(parsed.GetValue(account)!)}/sessions"), Render.Nothing, ct));

        return new Command("session", "See who is logged in, and end sessions.") { list, revoke };
    }
}
