using System.Globalization;
using Aether.Configuration.Schema;
using Aether.Configuration.Values;

namespace Aether.Configuration.Loading;

/// <summary>What must hold between the search index and the database it is made of.</summary>
internal static class SearchRules
{
    private const int MostParts = 1 << 16;

    public static IEnumerable<ConfigurationProblem> Check(AetherSettings settings)
    {
        bool isEmbedded = UrlText.Scheme(settings.Database.Url) is "sqlite";
        var search = settings.Search;
        if (search.Store is SearchStore.Database && isEmbedded)
            yield return new("search.store", "database", "take file: the embedded store keeps its index in one");
        if (search.Accounts == "all")
            yield break;
        if (!IsShare(search.Accounts))
            yield return new("search.accounts", search.Accounts, "write all, or a share such as 0-127/256");
        else if (isEmbedded || search.Store is not SearchStore.File)
            yield return new("search.accounts", search.Accounts, "write all: shares are for several nodes on one database with search.store file");
    }

    private static bool IsShare(string text)
    {
        if (text.Split('/') is not [var parts, var of] || parts.Split('-') is not [var first, var last])
            return false;
        return TryNumber(first, out int from) && TryNumber(last, out int to) && TryNumber(of, out int all) && from <= to && to < all && all <= MostParts;
    }

    private static bool TryNumber(string text, out int number) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
