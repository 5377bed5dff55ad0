namespace Aether.Imap.Commands.Threading;

/// <summary>
/// A place in a tree of messages: a message, or one that is only referred to. Children are a chain of neighbours, so that one of a
/// hundred thousand leaves its parent as fast as one of two. RFC 5256 §3 REFERENCES.
/// </summary>
internal sealed class ThreadNode
{
    private ThreadNode? next;

    public ThreadedMessage? Message { get; set; }

    public ThreadNode? Parent { get; private set; }

    public ThreadNode? FirstChild { get; private set; }

    public ThreadNode? LastChild { get; private set; }

    /// <summary>The neighbour before it.</summary>
    public ThreadNode? Previous { get; private set; }

    /// <summary>Its own, or of one that is not here that of its first child.</summary>
    public long Sent { get; private set; }

    public int FirstIndex { get; private set; }

    public bool HasSeveralChildren => FirstChild != LastChild;

    public IEnumerable<ThreadNode> Children
    {
        get
        {
            for (var child = FirstChild; child is not null; child = child.next)
                yield return child;
        }
    }

    public void Adopt(ThreadNode child)
    {
        child.Orphan();
        child.Parent = this;
        child.Previous = LastChild;
        if (LastChild is null)
            FirstChild = child;
        else
            LastChild.next = child;
        LastChild = child;
    }

    /// <summary>Takes all children of another.</summary>
    public void AdoptChildrenOf(ThreadNode other)
    {
        while (other.FirstChild is { } child)
            Adopt(child);
    }

    public void Orphan()
    {
        if (Parent is null)
            return;
        if (Previous is null)
            Parent.FirstChild = next;
        else
            Previous.next = next;
        if (next is null)
            Parent.LastChild = Previous;
        else
            next.Previous = Previous;
        (Parent, Previous, next) = (null, null, null);
    }

    /// <summary>Puts the children in order; theirs are in order already.</summary>
    public void Settle()
    {
        if (HasSeveralChildren)
        {
            var ordered = Children.ToList();
            ordered.Sort(Compare);
            ordered.ForEach(Adopt);
        }

        Sent = Message?.Sent ?? FirstChild?.Sent ?? 0;
        FirstIndex = Message?.Index ?? FirstChild?.FirstIndex ?? 0;
    }

    /// <summary>By the time sent, then by number. RFC 5256 §2.2.</summary>
    public static int Compare(ThreadNode one, ThreadNode other) =>
        one.Sent != other.Sent ? one.Sent.CompareTo(other.Sent) : one.FirstIndex.CompareTo(other.FirstIndex);
}
