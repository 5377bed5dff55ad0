namespace Aether.Imap.Commands.Threading;

/// <summary>Step 5 of REFERENCES: threads at the top with one base subject become one. RFC 5256 §3.</summary>
internal static class SubjectMerge
{
    public static List<ThreadNode> Merge(List<ThreadNode> roots)
    {
        var table = new Dictionary<ThreadKey, ThreadNode>();
        foreach (var root in roots)
        {
            var subject = First(root).Subject;
            if (subject != ThreadKey.None && (!table.TryGetValue(subject, out var known) || IsBetter(root, known)))
                table[subject] = root;
        }

        var merged = new List<ThreadNode>();
        var gone = new HashSet<ThreadNode>();
        foreach (var root in roots)
        {
            var subject = First(root).Subject;
            if (subject == ThreadKey.None || table[subject] == root)
                continue;
            var top = Join(table[subject], root);
            gone.Add(root);
            if (top != table[subject])
            {
                gone.Add(table[subject]);
                table[subject] = top;
                merged.Add(top);
            }
        }

        return [.. roots.Concat(merged).Where(root => !gone.Contains(root))];
    }

    /// <summary>One that is not here gathers best, then one that is no reply.</summary>
    private static bool IsBetter(ThreadNode one, ThreadNode other) =>
        (one.Message is null && other.Message is not null) || (other.Message is { IsReply: true } && one.Message is { IsReply: false });

    private static ThreadNode Join(ThreadNode known, ThreadNode other)
    {
        if (known.Message is null && other.Message is null)
        {
            known.AdoptChildrenOf(other);
            return known;
        }

        if (known.Message is null || (known.Message is { IsReply: false } && other.Message is { IsReply: true }))
        {
            known.Adopt(other);
            return known;
        }

        // Neither is the other's reply: both hang below one that is not here.
        var above = new ThreadNode();
        above.Adopt(known);
        above.Adopt(other);
        return above;
    }

    private static ThreadedMessage First(ThreadNode root) => root.Message ?? root.FirstChild!.Message!;
}
