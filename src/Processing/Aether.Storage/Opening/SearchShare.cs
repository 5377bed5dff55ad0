using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Aether.Storage;

/// <summary>
/// The accounts that a node's index takes in, so that several nodes with an index each need not all index everything: accounts
/// are spread over <see cref="Of"/> parts by their ids, and these are the parts from <see cref="First"/> to <see cref="Last"/>.
/// </summary>
public readonly record struct SearchShare
{
    /// <summary>More parts than this can't be told apart.</summary>
    public const int MostParts = 1 << 16;

    // 2^16 / golden ratio: ids that follow each other land far from each other.
    private const long Spread = 40503;

    private SearchShare(int first, int last, int of) => (First, Last, Of) = (first, last, of);

    /// <summary>Every account.</summary>
    public static SearchShare All { get; } = new(0, 0, 1);

    public int First { get; }

    public int Last { get; }

    public int Of { get; }

    public bool IsAll => First is 0 && Last == Of - 1;

    /// <summary>The lowest and highest <see cref="HashOf"/> in it; a query filters by the same numbers.</summary>
    internal (int Lowest, int Highest) Hashes => (Ceiling((long)First * MostParts), Ceiling((Last + 1L) * MostParts) - 1);

    /// <summary>As an SQL expression over <c>account_id</c>, for both engines.</summary>
    internal static string HashInSql => "((account_id * 40503) & 65535)";

    /// <summary>Reads "all" or "FIRST-LAST/OF", such as 0-127/256.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out SearchShare share)
    {
        share = All;
        if (text is "all")
            return true;
        if (text?.Split('-', '/') is not [var first, var last, var of] || !text.Contains('/', StringComparison.Ordinal) || text.IndexOf('-', StringComparison.Ordinal) > text.IndexOf('/', StringComparison.Ordinal))
            return false;
        if (!TryNumber(first, out int from) || !TryNumber(last, out int to) || !TryNumber(of, out int parts) || from > to || to >= parts || parts > MostParts)
            return false;
        share = new SearchShare(from, to, parts);
        return true;
    }

    /// <summary>Whether messages of this account are taken in.</summary>
    public bool Covers(AccountId account)
    {
        var (lowest, highest) = Hashes;
        return HashOf(account) is var hash && hash >= lowest && hash <= highest;
    }

    /// <inheritdoc/>
    public override string ToString() => IsAll ? "all" : string.Create(CultureInfo.InvariantCulture, $"{First}-{Last}/{Of}");

    private static int HashOf(AccountId account) => (int)((account.Value * Spread) & (MostParts - 1));

    private int Ceiling(long number) => (int)((number + Of - 1) / Of);

    private static bool TryNumber(string text, out int number) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
