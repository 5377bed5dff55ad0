using System.CommandLine;
using Aether.Admin.Contracts;
using Aether.Configuration.Values;

namespace Aether.Host.Cli;

/// <summary><c>set-quota</c> of accounts and domains, <c>set</c> of tenants: they take the same options.</summary>
internal static class QuotaCommand
{
    /// <param name="owner">account, domain or tenant.</param>
    public static Command Create(VerbRunner verbs, string owner, Argument<string> name, string description, string verb = "set-quota")
    {
        var bytes = new Option<string?>("--bytes") { Description = "Most octets, such as \"5 GiB\". Left out: no limit.", HelpName = "SIZE" };
        bytes.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && !ByteSize.TryParse(result.Tokens[0].Value, out _))
                result.AddError("--bytes: write a size such as \"5 GiB\".");
        });
        var messages = new Option<long>("--messages") { Description = "Most messages. Left out: no limit.", HelpName = "NUMBER" };
        var mailboxes = new Option<long>("--mailboxes") { Description = "Most mailboxes. Left out: what the configuration says.", HelpName = "NUMBER" };
        var set = new Command(verb, $"{description} Without options there is no limit any more.") { name, bytes, messages };
        if (owner is "account")
            set.Add(mailboxes);
        set.SetAction((parsed, ct) =>
        {
            long limit = parsed.GetValue(bytes) is { } text && ByteSize.TryParse(text, out var size) ? size.Bytes : 0;
            var request = new QuotaRequest(limit, parsed.GetValue(messages)) { Mailboxes = owner is "account" ? parsed.GetValue(mailboxes) : 0 };
            return verbs.RunAsync(parsed, AdminRequest.Put($"{owner}s/{Uri.EscapeDataString(parsed.GetRequiredValue(name))}/quota", request, AdminJson.Default.QuotaRequest), Render.Nothing, ct);
        });
        return set;
    }
}
