namespace Aether.Storage.Mailboxes;

/// <summary>Makes full names of mailbox rows that hang on each other, and sorts them: INBOX first, then by name.</summary>
internal static class MailboxTree
{
    /// <param name="Row">The mailbox, its path not known yet.</param>
    public readonly record struct Node(long Parent, string Name, Mailbox Row);

    public static IReadOnlyList<Mailbox> Sorted(IEnumerable<Node> nodes)
    {
        var rows = nodes.ToDictionary(node => node.Row.Id.Value);
        var all = rows.Values.Select(node => node.Row with { Path = PathOf(rows, node.Row.Id.Value) }).ToList();
        all.Sort(static (a, b) => (a.Path == Mailbox.Inbox, b.Path == Mailbox.Inbox) switch
        {
            (true, false) => -1,
            (false, true) => 1,
            _ => string.CompareOrdinal(a.Path, b.Path),
        });
        return all;
    }

    private static string PathOf(Dictionary<long, Node> rows, long id)
    {
        var levels = new List<string>();
        // The depth is bounded by MailboxName.MaxLevels on the way in; the count here guards against a damaged file.
        while (rows.TryGetValue(id, out var row) && levels.Count <= rows.Count)
        {
            levels.Add(row.Name);
            id = row.Parent;
        }
        levels.Reverse();
        return MailboxName.Join(levels.ToArray());
    }
}
