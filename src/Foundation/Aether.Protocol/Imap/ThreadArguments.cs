namespace Aether.Protocol.Imap;

/// <summary>The arguments of THREAD: by which algorithm, and of which messages. RFC 5256 §3 THREAD.</summary>
public sealed record ThreadArguments(ThreadAlgorithm Algorithm, SearchArguments Search)
{
    public static SearchParseStatus Parse(ref ArgumentReader reader, int maxDepth, out ThreadArguments? arguments)
    {
        arguments = null;
        ThreadAlgorithm? algorithm = reader.TryWord("REFERENCES"u8) ? ThreadAlgorithm.References
            : reader.TryWord("ORDEREDSUBJECT"u8) ? ThreadAlgorithm.OrderedSubject
            : reader.TryWord("REFS"u8) ? ThreadAlgorithm.Refs
            : null;
        if (algorithm is null || !reader.TrySpace() || !SearchArguments.TryParseReturn(ref reader, out var search) || search.Return is not null)
            return SearchParseStatus.Bad;
        var status = SearchArguments.ParseBehindCharset(ref reader, maxDepth, search);
        if (status is SearchParseStatus.Parsed)
            arguments = new ThreadArguments(algorithm.Value, search);
        return status;
    }
}
