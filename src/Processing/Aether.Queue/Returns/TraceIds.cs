namespace Aether.Queue.Returns;

/// <summary>Finds the ids that we gave a message, in the Received fields of what comes back of it. RFC 5321 §4.4.</summary>
internal static class TraceIds
{
    private const string Mark = "(Aether) with ";
    private const int MaxIds = 10;
    private const int MaxId = 64;

    public static IEnumerable<string> In(string header)
    {
        int at = 0;
        for (int i = 0; i < MaxIds; i++)
        {
            at = header.IndexOf(Mark, at, StringComparison.Ordinal);
            if (at < 0)
                yield break;
            at += Mark.Length;
            int id = header.IndexOf(" id ", at, StringComparison.Ordinal);
            if (id < 0 || id > at + 40)
                continue;
            id += 4;
            int end = id;
            while (end < header.Length && end - id < MaxId && char.IsAsciiLetterOrDigit(header[end]))
                end++;
            if (end > id)
                yield return header[id..end];
        }
    }
}
