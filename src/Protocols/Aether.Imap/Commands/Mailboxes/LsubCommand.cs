using Aether.Imap.Session;
using Aether.Imap.Wire;
using Aether.Storage.Mailboxes;

namespace Aether.Imap.Commands.Mailboxes;

/// <summary>LSUB: the subscribed names that match a pattern, and the levels above them where a percent sign stops short. RFC 3501 §6.3.9.</summary>
internal sealed class LsubCommand : IImapCommand
{
    public async ValueTask<ImapReply> ExecuteAsync(ImapSession session, CommandInput input, CancellationToken ct)
    {
        if (!ListedName.TryParse(input, out string reference, out string pattern))
            return ImapReply.Syntax("LSUB reference pattern");

        var matches = ListedName.Matcher(reference, pattern);
        var subscribed = await session.Store.Mailboxes.SubscriptionsAsync(session.Account, ct);
        var listed = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (string name in subscribed)
        {
            if (matches(name))
                listed[name] = string.Empty;
            else if (pattern.EndsWith('%'))
                AddParents(listed, name, matches);
        }

        foreach (var (name, attributes) in listed)
        {
            ListedName.Write(session, "LSUB", attributes, name);
            await session.Responses.FlushIfFullAsync(ct);
        }

        return ImapReply.Ok("Listed.");
    }

    private static void AddParents(SortedDictionary<string, string> listed, string name, Predicate<string> matches)
    {
        for (int level = name.LastIndexOf(Mailbox.Separator); level > 0; level = name.LastIndexOf(Mailbox.Separator, level - 1))
        {
            if (matches(name[..level]))
                listed.TryAdd(name[..level], "\\Noselect");
        }
    }
}
