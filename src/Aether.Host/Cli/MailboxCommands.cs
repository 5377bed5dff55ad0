using System.CommandLine;
using Aether.Admin.Contracts;

namespace Aether.Host.Cli;

/// <summary><c>aether mailbox</c>: folders of an account, and who else may use them.</summary>
internal static class MailboxCommands
{
    public static Command Create(VerbRunner verbs)
    {
        var address = new Argument<string>("ADDRESS") { Description = "The account that the mailbox belongs to." };
        var path = new Argument<string>("MAILBOX") { Description = "Its name, levels joined by a slash." };

        var list = new Command("list", "List the mailboxes of an account.") { address };
        list.SetAction((parsed, ct) => verbs.RunAsync(parsed, AdminRequest.Get(Under(parsed.GetRequiredValue(address), "mailboxes")), Render.Mailboxes, ct));

        var create = new Command("create", "Make a mailbox, and the levels above it.") { address, path };
        create.SetAction((parsed, ct) => verbs.RunAsync(parsed, AdminRequest.Post(
            Under(parsed.GetRequiredValue(address), "mailboxes"), new AddMailboxRequest(parsed.GetRequiredValue(path)), AdminJson.Default.AddMailboxRequest), Render.Nothing, ct));

        var remove = new Command("remove", "Remove a mailbox with its messages.") { address, path };
        remove.SetAction((parsed, ct) => verbs.RunAsync(parsed, AdminRequest.Delete(
            Under(parsed.GetRequiredValue(address), "mailboxes"), ("path", parsed.GetRequiredValue(path))), Render.Nothing, ct));

        return new Command("mailbox", "Folders of accounts, and who else may use them.") { list, create, remove, CreateAcl(verbs, address, path) };
    }

    private static Command CreateAcl(VerbRunner verbs, Argument<string> address, Argument<string> path)
    {
        var who = new Argument<string>("WHO") { Description = "An account's address, or anyone: all of the owner's domain or tenant." };
        var deny = new Option<bool>("--deny") { Description = "These are rights that he shall not have, whoever gives them." };
        var rights = new Argument<string>("RIGHTS") { Description = "Letters of lrswipkxtean: list, read, keep \\Seen, write flags, insert, post, create below, delete it, mark deleted, expunge, administer, annotate. + or - in front adds or removes." };

        var list = new Command("list", "List who may do what with a mailbox; its owner may all.") { address, path };
        list.SetAction((parsed, ct) => verbs.RunAsync(parsed, AdminRequest.Get(
            Under(parsed.GetRequiredValue(address), "acl"), ("path", parsed.GetRequiredValue(path))), Render.Rights, ct));

        var set = new Command("set", "Give rights on a mailbox.") { address, path, who, rights, deny };
        set.SetAction((parsed, ct) => verbs.RunAsync(
            parsed, Put(parsed.GetRequiredValue(address), parsed.GetRequiredValue(path), Name(parsed.GetRequiredValue(who), parsed.GetValue(deny)), parsed.GetRequiredValue(rights)), Render.Nothing, ct));

        var remove = new Command("remove", "Take all rights from somebody.") { address, path, who, deny };
        remove.SetAction((parsed, ct) => verbs.RunAsync(
            parsed, Put(parsed.GetRequiredValue(address), parsed.GetRequiredValue(path), Name(parsed.GetRequiredValue(who), parsed.GetValue(deny)), string.Empty), Render.Nothing, ct));

        return new Command("acl", "Who may do what with a mailbox. RFC 4314.") { list, set, remove };
    }

    private static AdminRequest Put(string address, string path, string who, string rights) =>
        AdminRequest.Put(Under(address, "acl"), new RightsRequest(path, who, rights), AdminJson.Default.RightsRequest);

    /// <summary>RFC 4314 §2: a minus sign in front of an identifier.</summary>
    private static string Name(string who, bool isDenial) => isDenial ? "-" + who : who;

    private static string Under(string address, string what) => $"accounts/{Uri.EscapeDataString(address)}/{what}";
}
