using Aether.Imap.Session;
using Aether.Imap.Wire;
using Aether.Protocol.Imap;
using Aether.Storage.Mailboxes;

namespace Aether.Imap.Commands.Mailboxes;

/// <summary>LIST: the mailboxes that match a pattern, with their children and special uses. RFC 3501 §6.3.8, RFC 6154 §3.</summary>
internal sealed class ListCommand : IImapCommand
{
    public async ValueTask<ImapReply> ExecuteAsync(ImapSession session, CommandInput input, CancellationToken ct)
    {
        var arguments = input.Arguments;
        bool specialOnly = TryTakeSelection(ref arguments);
        if (!ListedName.TryParse(arguments.Span, out string reference, out string pattern))
            return ImapReply.Syntax("LIST [(SPECIAL-USE)] reference pattern");
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
            if (!matches(mailbox.Path) || (specialOnly && mailbox.Use is SpecialUse.None or SpecialUse.Inbox))
                continue;
            ListedName.Write(session.Responses, "LIST", ListedName.AttributesOf(mailbox, parents.Contains(mailbox.Path)), mailbox.Path);
            await session.Responses.FlushIfFullAsync(ct);
        }

        return ImapReply.Ok("Listed.");
    }

    /// <summary>Takes the selection option of RFC 6154 §3 off the arguments: clients that see SPECIAL-USE ask with it.</summary>
    private static bool TryTakeSelection(ref ReadOnlyMemory<byte> arguments)
    {
        var reader = new ArgumentReader(arguments.Span);
        if (!reader.TrySpace() || !reader.TryOpen() || !reader.TryWord("SPECIAL-USE"u8) || !reader.TryClose())
            return false;
        arguments = arguments[^reader.Rest.Length..];
        return true;
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
