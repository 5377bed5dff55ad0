using Aether.Protocol.Imap;

namespace Aether.Imap.Commands.Threading;

/// <summary>Threads by who refers to whom, and for REFERENCES by subject too; without recursion, however long a thread is. RFC 5256 §3.</summary>
internal sealed class ReferenceThreads
{
    private readonly Dictionary<string, ThreadNode> byId = new(StringComparer.Ordinal);
    private readonly List<ThreadNode> nodes = [];

    private ReferenceThreads()
    {
    }

    public static List<ThreadNode> Build(IEnumerable<ThreadedMessage> messages, ThreadAlgorithm algorithm)
    {
        var threads = new ReferenceThreads();
        foreach (var message in messages)
            threads.Enter(message);
        var roots = threads.Prune();
        Settle(roots);
        if (algorithm is ThreadAlgorithm.References)
        {
            roots = SubjectMerge.Merge(roots);
            Settle(roots);
            roots.Sort(ThreadNode.Compare);
        }
        else
        {
            var newest = roots.ToDictionary(static root => root, NewestOf);
            roots.Sort((one, other) => newest[one] != newest[other] ? newest[one].CompareTo(newest[other]) : ThreadNode.Compare(one, other));
        }

        return roots;
    }

    /// <summary>Step 1: links the references of a message into a chain, and the message to its end.</summary>
    private void Enter(ThreadedMessage message)
    {
        ThreadNode? above = null;
        foreach (string id in message.References)
        {
            var node = NodeOf(id);
            if (above is not null && node.Parent is null && !above.IsBelow(node))
                above.Adopt(node);
            above = node;
        }

        // An id that was met before belongs to another message: this one stands for itself.
        var own = message.Id.Length > 0 ? NodeOf(message.Id) : NewNode();
        if (own.Message is not null)
            own = NewNode();
        own.Message = message;
        own.Orphan();
        if (above is not null && !above.IsBelow(own))
            above.Adopt(own);
    }

    private ThreadNode NodeOf(string id)
    {
        if (!byId.TryGetValue(id, out var node))
            byId[id] = node = NewNode();
        return node;
    }

    private ThreadNode NewNode()
    {
        var node = new ThreadNode();
        nodes.Add(node);
        return node;
    }

    /// <summary>Steps 2 and 3: those that are not here give way to their children; at the top only when that is one.</summary>
    private List<ThreadNode> Prune()
    {
        foreach (var node in BottomUp([.. nodes.Where(static node => node.Parent is null)]))
        {
            if (node.Message is not null)
                continue;
            if (node.Parent is { } parent)
            {
                foreach (var child in node.Children.ToArray())
                    parent.Adopt(child);
                node.Orphan();
            }
            else if (node.Children.Count is 1)
            {
                node.Children[0].Orphan();
            }
        }

        return [.. nodes.Where(static node => node.Parent is null && (node.Message is not null || node.Children.Count > 1))];
    }

    public static void Settle(List<ThreadNode> roots)
    {
        foreach (var node in BottomUp(roots))
            node.Settle();
    }

    private static long NewestOf(ThreadNode root) => BottomUp([root]).Max(static node => node.Message?.Sent ?? 0);

    /// <summary>All nodes, children before their parents.</summary>
    private static List<ThreadNode> BottomUp(List<ThreadNode> roots)
    {
        var all = new List<ThreadNode>(roots);
        for (int i = 0; i < all.Count; i++)
            all.AddRange(all[i].Children);
        all.Reverse();
        return all;
    }
}
