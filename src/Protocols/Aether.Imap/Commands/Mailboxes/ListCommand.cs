using Aether.Imap.Session;
using Aether.Imap.Wire;
using Aether.Storage.Mailboxes;

namespace Aether.Imap.Commands.Mailboxes;

/// <summary>LIST: the mailboxes that match a pattern, with their children and special uses. RFC 3501 §6.3.8.</summary>
internal sealed class ListCommand : IImapCommand
{
    public async ValueTask<ImapReply> ExecuteAsync(ImapSession session, CommandInput input, CancellationToken ct)
    {
        if (!ListedName.TryParse(input.Arguments.Span, out string reference, out string pattern))
            return ImapReply.Syntax("LIST reference pattern");
        if (pattern.Length is 0)
        {
            session.Responses.Untagged("LIST (\\Noselect) \"/\" \"\""u8); // asks for the separator alone
            return ImapReply.Ok("Listed.");
        }

        var matches = ListedName.Matcher(reference, pattern);
        var mailboxes = await session.Store.Mailboxes.ListAsync(session.Account, ct);
        var parents = ParentsOf(mailboxes);
        foreach (var mailbox in mailboxes)
        {
            if (!matches(mailbox.Path))
                continue;
            ListedName.Write(session.Responses, "LIST", ListedName.AttributesOf(mailbox, parents.Contains(mailbox.Path)), mailbox.Path);
            await session.Responses.FlushIfFullAsync(ct);
        }

        return ImapReply.Ok("Listed.");
    }

    private static HashSet<string> ParentsOf(IReadOnlyList<Mailbox> mailboxes)
    {
        var parents = new HashSet<string>(StringComparer.Ordinal);
        foreach (var mailbox in mailboxes)
        {
            int level = mailbox.Path.LastIndexOf(Mailbox.Separator);
            if (level > 0)
                parents.Add(mailbox.Path[..level]);
        }

        return parents;
    }
}
