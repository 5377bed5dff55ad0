namespace Aether.Imap.Commands.Threading;

/// <summary>ORDEREDSUBJECT: those with one base subject, the first one above all others. RFC 5256 §3.</summary>
/// <param name="most">Messages that may be held.</param>
internal sealed class SubjectThreads(int most) : IThreads
{
    private readonly List<ThreadedMessage> messages = [];

    public bool LooksAtReferences => false;

    public bool TryEnter(ThreadedMessage message, IReadOnlyList<ThreadKey> references)
    {
        messages.Add(message);
        return messages.Count <= most;
    }

    public List<ThreadNode> Finish()
    {
        var roots = new List<ThreadNode>();
        foreach (var subject in messages.GroupBy(static message => message.Subject))
        {
            var ordered = subject.OrderBy(static message => message.Sent).ThenBy(static message => message.Index).Select(static message => new ThreadNode { Message = message }).ToList();
            foreach (var reply in ordered.Skip(1))
                ordered[0].Adopt(reply);
            roots.Add(ordered[0]);
        }

        ThreadTree.Settle(roots);
        roots.Sort(ThreadNode.Compare);
        return roots;
    }
}
