namespace Aether.Mime.Text;

/// <summary>A subject without what replying and forwarding add to it: equal ones belong together. RFC 5256 §2.1.</summary>
public static class BaseSubject
{
    /// <param name="subject">The decoded subject.</param>
    public static string Of(string subject)
    {
        // §2.1 (1): white space of any kind and length is one space.
        ReadOnlySpan<char> rest = string.Join(' ', subject.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        while (true)
        {
            rest = TrimLeaders(TrimTrailers(rest));
            if (!rest.StartsWith("[fwd:", StringComparison.OrdinalIgnoreCase) || !rest.EndsWith("]", StringComparison.Ordinal))
                return rest.ToString();
            rest = rest["[fwd:".Length..^1]; // (6), and all over again
        }
    }

    /// <summary>(2): "(fwd)" at the end, as often as it stands there.</summary>
    private static ReadOnlySpan<char> TrimTrailers(ReadOnlySpan<char> subject)
    {
        subject = subject.TrimEnd(' ');
        while (subject.EndsWith("(fwd)", StringComparison.OrdinalIgnoreCase))
            subject = subject[..^"(fwd)".Length].TrimEnd(' ');
        return subject;
    }

    /// <summary>(3) to (5): "Re:", "Fw:", "Fwd:" with lists' names around them, then a list's name unless it is all there is.</summary>
    private static ReadOnlySpan<char> TrimLeaders(ReadOnlySpan<char> subject)
    {
        while (true)
        {
            subject = subject.TrimStart(' ');
            if (ReplyLength(subject) is > 0 and var reply)
                subject = subject[reply..];
            else if (BlobLength(subject) is > 0 and var blob && blob < subject.Length)
                subject = subject[blob..];
            else
                return subject;
        }
    }

    /// <summary>*subj-blob ("re" / "fw" ["d"]) *WSP [subj-blob] ":"; 0 where it does not stand.</summary>
    private static int ReplyLength(ReadOnlySpan<char> subject)
    {
        int at = 0;
        while (BlobLength(subject[at..]) is > 0 and var blob)
            at += blob;
        var word = subject[at..];
        int length = word.StartsWith("fwd", StringComparison.OrdinalIgnoreCase) ? 3
            : word.StartsWith("re", StringComparison.OrdinalIgnoreCase) || word.StartsWith("fw", StringComparison.OrdinalIgnoreCase) ? 2
            : 0;
        if (length is 0)
            return 0;
        at += length;
        while (at < subject.Length && subject[at] is ' ')
            at++;
        at += BlobLength(subject[at..]);
        return at < subject.Length && subject[at] is ':' ? at + 1 : 0;
    }

    /// <summary>"[" *BLOBCHAR "]" *WSP; 0 where it does not stand.</summary>
    private static int BlobLength(ReadOnlySpan<char> subject)
    {
        if (subject.IsEmpty || subject[0] is not '[')
            return 0;
        int end = subject[1..].IndexOfAny('[', ']') + 1;
        if (end < 1 || subject[end] is '[')
            return 0;
        end++;
        while (end < subject.Length && subject[end] is ' ')
            end++;
        return end;
    }
}
