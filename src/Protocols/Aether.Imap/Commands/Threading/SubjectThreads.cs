namespace Aether.Imap.Commands.Threading;

/// <summary>ORDEREDSUBJECT: those with one base subject, the first one above all others. RFC 5256 §3.</summary>
internal static class SubjectThreads
{
    public static List<ThreadNode> Build(IEnumerable<ThreadedMessage> messages)
    {
        var roots = new List<ThreadNode>();
        foreach (var subject in messages.GroupBy(static message => message.Subject, StringComparer.Ordinal))
        {
            var ordered = subject.OrderBy(static message => message.Sent).ThenBy(static message => message.Index).Select(static message => new ThreadNode { Message = message }).ToList();
            foreach (var reply in ordered.Skip(1))
                ordered[0].Adopt(reply);
            roots.Add(ordered[0]);
        }

        ReferenceThreads.Settle(roots);
        roots.Sort(ThreadNode.Compare);
        return roots;
    }
}
