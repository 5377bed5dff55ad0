using System.CommandLine;
using Aether.Admin.Contracts;

namespace Aether.Host.Cli;

/// <summary><c>password-use</c> of accounts and domains: whether mail programs may log in with the password that one signs in with.</summary>
internal static class PasswordUseCommand
{
    /// <param name="kind"><c>accounts</c> or <c>domains</c>.</param>
    /// <param name="choices">What may be said.</param>
    public static Command Create(VerbRunner verbs, string kind, Argument<string> name, string description, params string[] choices)
    {
        var use = new Argument<string>("USE") { Description = string.Join(", ", choices.Select(Explain)) };
        use.AcceptOnlyFromAmong(choices);
        var set = new Command("password-use", description) { name, use };
        set.SetAction((parsed, ct) => verbs.RunAsync(parsed, AdminRequest.Put(
            $"{kind}/{Uri.EscapeDataString(parsed.GetRequiredValue(name))}/password-use", new PasswordUseRequest(parsed.GetRequiredValue(use)), AdminJson.Default.PasswordUseRequest), Render.Nothing, ct));
        return set;
    }

    private static string Explain(string choice) => choice switch
    {
        PasswordUseRequest.Web => "web (mail programs need a token or an app password)",
        PasswordUseRequest.Domain => "domain (what is said for its domain)",
        _ => choice,
    };
}
