namespace Aether.Imap.Commands.Threading;

/// <summary>Walks through trees of messages, without recursion, however deep they are.</summary>
internal static class ThreadTree
{
    /// <summary>All nodes, parents before their children.</summary>
    public static List<ThreadNode> TopDown(IEnumerable<ThreadNode> roots)
    {
        var all = new List<ThreadNode>(roots);
        for (int i = 0; i < all.Count; i++)
            all.AddRange(all[i].Children);
        return all;
    }

    /// <summary>Puts all children in order. RFC 5256 §3.</summary>
    public static void Settle(IEnumerable<ThreadNode> roots)
    {
        var all = TopDown(roots);
        for (int i = all.Count - 1; i >= 0; i--)
            all[i].Settle();
    }

    public static long NewestOf(ThreadNode root) => TopDown([root]).Max(static node => node.Message?.Sent ?? 0);
}
