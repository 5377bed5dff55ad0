using System.CommandLine;
using Aether.Admin.Contracts;

namespace Aether.Host.Cli;

/// <summary><c>aether dkim</c>: the keys that sign for domains. RFC 6376.</summary>
internal static class DkimCommands
{
    public static Command Create(VerbRunner verbs)
    {
        var domain = new Argument<string>("DOMAIN") { Description = "The domain, such as example.org." };
        var selector = new Argument<string>("SELECTOR") { Description = "The key's selector, as \"aether dkim list\" shows it." };
        var only = new Argument<string?>("DOMAIN") { Description = "Only those of one domain.", Arity = ArgumentArity.ZeroOrOne };

        var list = new Command("list", "List the keys and their records.") { only };
        list.SetAction((parsed, ct) => verbs.RunAsync(parsed, AdminRequest.Get("dkim", ("domain", parsed.GetValue(only))), RenderRecords.Keys, ct));

        var create = new Command("create", "Make an RSA and an Ed25519 key. They sign once they are published and activated.") { domain };
        create.SetAction((parsed, ct) => verbs.RunAsync(parsed, AdminRequest.Post($"domains/{Escape(parsed.GetRequiredValue(domain))}/dkim"), Render.Nothing, ct));

        var remove = new Command("remove", "Remove a key. Mail signed with it that is still under way will fail.") { domain, selector };
        remove.SetAction((parsed, ct) => verbs.RunAsync(parsed, AdminRequest.Delete(PathOf(parsed)), Render.Nothing, ct));

        return new Command("dkim", "Make, activate, retire and remove the keys that sign mail.")
        {
            list, create, SetState("activate", "Sign with a key from now on.", "signing"), SetState("retire", "Sign no more with a key; leave its record for some days.", "retired"), remove,
        };

        Command SetState(string verb, string description, string state)
        {
            var command = new Command(verb, description) { domain, selector };
            command.SetAction((parsed, ct) => verbs.RunAsync(parsed, AdminRequest.Put(PathOf(parsed), new SetKeyStateRequest(state), AdminJson.Default.SetKeyStateRequest), Render.Nothing, ct));
            return command;
        }

        string PathOf(ParseResult parsed) => $"domains/{Escape(parsed.GetRequiredValue(domain))}/dkim/{Escape(parsed.GetRequiredValue(selector))}";
    }

    private static string Escape(string text) => Uri.EscapeDataString(text);
}
