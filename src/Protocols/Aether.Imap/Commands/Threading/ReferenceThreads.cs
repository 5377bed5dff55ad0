using Aether.Protocol.Imap;

namespace Aether.Imap.Commands.Threading;

/// <summary>Threads by who refers to whom, and for REFERENCES by subject too; without recursion, however long a thread is. RFC 5256 §3.</summary>
/// <param name="most">Messages, and ids of others that they refer to, that may be held.</param>
internal sealed class ReferenceThreads(ThreadAlgorithm algorithm, int most) : IThreads
{
    /// <summary>Steps up in all trees together, in search of circles: mail made to be slow ends here, other mail needs none.</summary>
    private const int MostSteps = 50_000_000;

    private readonly Dictionary<ThreadKey, ThreadNode> byId = [];
    private readonly List<ThreadNode> nodes = [];
    private int steps;

    public bool LooksAtReferences => true;

    /// <summary>Step 1: links the references of a message into a chain, and the message to its end.</summary>
    public bool TryEnter(ThreadedMessage message, IReadOnlyList<ThreadKey> references)
    {
        ThreadNode? above = null;
        foreach (var id in references)
        {
            var node = NodeOf(id);
            if (above is not null && node.Parent is null && !IsBelow(above, node))
                above.Adopt(node);
            above = node;
        }

        // An id that was met before belongs to another message: this one stands for itself.
        var own = message.Id != ThreadKey.None ? NodeOf(message.Id) : NewNode();
        if (own.Message is not null)
            own = NewNode();
        own.Message = message;
        if (above is null || own.Parent != above)
        {
            own.Orphan();
            if (above is not null && !IsBelow(above, own))
                above.Adopt(own);
        }

        return nodes.Count <= most && steps <= MostSteps;
    }

    public List<ThreadNode> Finish()
    {
        var roots = Prune();
        ThreadTree.Settle(roots);
        if (algorithm is ThreadAlgorithm.References)
        {
            roots = SubjectMerge.Merge(roots);
            ThreadTree.Settle(roots);
            roots.Sort(ThreadNode.Compare);
        }
        else
        {
            var newest = roots.ToDictionary(static root => root, ThreadTree.NewestOf);
            roots.Sort((one, other) => newest[one] != newest[other] ? newest[one].CompareTo(newest[other]) : ThreadNode.Compare(one, other));
        }

        return roots;
    }

    private ThreadNode NodeOf(ThreadKey id)
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

    /// <summary>Whether <paramref name="other"/> is above <paramref name="node"/>, or it itself: a link down to that would close a circle.</summary>
    private bool IsBelow(ThreadNode node, ThreadNode other)
    {
        if (other.FirstChild is null)
            return node == other; // nothing is below it: most mail comes in order
        for (var at = node; at is not null && steps <= MostSteps; at = at.Parent)
        {
            steps++;
            if (at == other)
                return true;
        }

        return false;
    }

    /// <summary>Steps 2 and 3: those that are not here give way to their children; at the top only when that is one.</summary>
    private List<ThreadNode> Prune()
    {
        var roots = nodes.Where(static node => node.Parent is null).ToList();
        foreach (var node in ThreadTree.TopDown(roots))
        {
            // From the top down, so that each one moves once: whoever is above it already stays.
            if (node.Message is null && node.Parent is { } parent)
            {
                parent.AdoptChildrenOf(node);
                node.Orphan();
            }
        }

        var kept = new List<ThreadNode>(roots.Count);
        foreach (var root in roots)
        {
            if (root.Message is not null || root.HasSeveralChildren)
            {
                kept.Add(root);
            }
            else if (root.FirstChild is { } only)
            {
                only.Orphan();
                kept.Add(only);
            }
        }

        return kept;
    }
}
