using Aether.Imap.Access;
using Aether.Storage.Mailboxes;

namespace Aether.Imap.Commands.Mailboxes;

/// <summary>The levels above mailboxes of others, which are no mailboxes for this user: without them "%" would lead nowhere. RFC 3501 §6.3.8.</summary>
internal static class ForeignLevels
{
    public static IReadOnlyList<Mailbox> Complete(IReadOnlyList<ReachedMailbox> reached)
    {
        if (reached.Count is 0 || !reached[^1].IsForeign)
            return [.. reached.Select(static mailbox => mailbox.Mailbox)];
        var known = reached.Select(static mailbox => mailbox.Mailbox.Path).ToHashSet(StringComparer.Ordinal);
        var all = new List<Mailbox>(reached.Count + 8);
        foreach (var mailbox in reached)
        {
            if (mailbox.IsForeign)
                AddLevels(all, known, mailbox.Mailbox);
            all.Add(mailbox.Mailbox);
        }

        return all;
    }

    private static void AddLevels(List<Mailbox> all, HashSet<string> known, Mailbox mailbox)
    {
        for (int level = mailbox.Path.IndexOf(Mailbox.Separator); level > 0; level = mailbox.Path.IndexOf(Mailbox.Separator, level + 1))
        {
            string path = mailbox.Path[..level];
            if (known.Add(path))
                all.Add(new Mailbox(default, mailbox.Account, path, SpecialUse.None, Selectable: false, default));
        }
    }
}
