namespace Aether.Protocol.Imap;

/// <summary>The arguments of ESEARCH: where to search, and for what. RFC 7377 §2.</summary>
/// <param name="Scopes">Empty: the open mailbox.</param>
public sealed record EsearchArguments(IReadOnlyList<MailboxScope> Scopes, SearchArguments Search)
{
    private const int MaxScopes = 50;

    public static SearchParseStatus Parse(ref ArgumentReader reader, int maxDepth, out EsearchArguments? arguments)
    {
        arguments = null;
        var scopes = new List<MailboxScope>();
        if (reader.TryWord("IN"u8) && !TryScopes(ref reader, scopes))
            return SearchParseStatus.Bad;
        var status = SearchArguments.Parse(ref reader, maxDepth, out var search);
        if (status is SearchParseStatus.Parsed)
            arguments = new EsearchArguments(scopes, search);
        return status;
    }

    private static bool TryScopes(ref ArgumentReader reader, List<MailboxScope> scopes)
    {
        if (!reader.TrySpace() || !reader.TryOpen())
            return false;
        do
        {
            if (scopes.Count >= MaxScopes || !MailboxScope.TryParse(ref reader, out var scope))
                return false;
            scopes.Add(scope);
        }
        while (reader.TrySpace());

        return reader.TryClose() && reader.TrySpace();
    }
}
