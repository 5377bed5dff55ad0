namespace Aether.Imap.Commands.Threading;

/// <summary>A place in a tree of messages: a message, or one that is only referred to. RFC 5256 §3 REFERENCES.</summary>
internal sealed class ThreadNode
{
    public ThreadedMessage? Message { get; set; }

    public ThreadNode? Parent { get; private set; }

    public List<ThreadNode> Children { get; } = [];

    /// <summary>Its own, or of one that is not here that of its first child.</summary>
    public long Sent { get; private set; }

    public int FirstIndex { get; private set; }

    public void Adopt(ThreadNode child)
    {
        child.Parent?.Children.Remove(child);
        child.Parent = this;
        Children.Add(child);
    }

    public void Orphan()
    {
        Parent?.Children.Remove(this);
        Parent = null;
    }

    /// <summary>Whether <paramref name="other"/> is above it, or it itself: a link down to that would close a circle.</summary>
    public bool IsBelow(ThreadNode other)
    {
        for (var node = this; node is not null; node = node.Parent)
        {
            if (node == other)
                return true;
        }

        return false;
    }

    /// <summary>Puts the children in order; theirs are in order already.</summary>
    public void Settle()
    {
        Children.Sort(Compare);
        Sent = Message?.Sent ?? (Children.Count > 0 ? Children[0].Sent : 0);
        FirstIndex = Message?.Index ?? (Children.Count > 0 ? Children[0].FirstIndex : 0);
    }

    /// <summary>By the time sent, then by number. RFC 5256 §2.2.</summary>
    public static int Compare(ThreadNode one, ThreadNode other) =>
        one.Sent != other.Sent ? one.Sent.CompareTo(other.Sent) : one.FirstIndex.CompareTo(other.FirstIndex);
}
