using System.Globalization;
using System.Text;
using Aether.Storage.Search;

namespace Aether.Storage.Engines.Postgres.Search;

/// <summary>
/// The words of a message as a tsvector: each with the account in front, so that a word that many use is looked up in one
/// account alone, and weighted by where it stands (A subject, B addresses, C text, D attachments).
/// </summary>
/// <remarks>Positions only count: where a word stands beside another is looked up in the kept text.</remarks>
internal sealed class WordVector
{
    /// <summary>PostgreSQL takes 1 MiB, positions and all. https://www.postgresql.org/docs/current/textsearch-limitations.html</summary>
    private const int MostOctets = 600_000;

    /// <summary>A word that stands more often in one place fits no better.</summary>
    private const byte MostCounted = 4;

    /// <summary>Of a word: its octets, their header, and its positions.</summary>
    private const int Overhead = 8 + (2 * 4 * MostCounted);

    private readonly Dictionary<string, Counts> words = new(StringComparer.Ordinal);
    private readonly string prefix;
    private int octets;

    private WordVector(AccountId account) => prefix = PrefixOf(account);

    /// <summary>Some words had no room: this message is to be looked at for any word.</summary>
    public bool IsWhole { get; private set; } = true;

    public static string PrefixOf(AccountId account) => account.Value.ToString("x", CultureInfo.InvariantCulture) + ":";

    public static WordVector Of(IndexedMessage message)
    {
        var vector = new WordVector(message.Account);
        var text = message.Text;
        foreach (var (scope, line) in WordFields.Of(text.Octets[..text.HeaderLength]))
            vector.Add(line, scope is WordScope.Subject ? 0 : 1);
        vector.Add(text.Octets[text.HeaderLength..], 2);
        vector.Add(message.Attachments, 3);
        return vector;
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        var text = new StringBuilder(words.Count * 24);
        foreach (var (word, counts) in words)
        {
            text.Append('\'').Append(prefix).Append(word).Append('\'');
            char before = ':';
            int position = 1;
            for (int column = 0; column < 4; column++)
            {
                for (int i = 0; i < counts[column]; i++)
                {
                    text.Append(before).Append(position++).Append((char)('A' + column));
                    before = ',';
                }
            }
            text.Append(' ');
        }
        return text.ToString();
    }

    private void Add(ReadOnlySpan<byte> folded, int column)
    {
        var lookup = words.GetAlternateLookup<ReadOnlySpan<char>>();
        Span<char> characters = stackalloc char[WordTokens.MaxLength];
        var tokens = new WordTokens(folded, stackalloc byte[WordTokens.MaxLength]);
        while (tokens.MoveNext())
        {
            var word = characters[..Encoding.UTF8.GetChars(tokens.Current, characters)];
            if (!lookup.TryGetValue(word, out var counts))
            {
                int more = tokens.Current.Length + prefix.Length + Overhead;
                if (octets + more > MostOctets)
                {
                    IsWhole = false;
                    continue;
                }
                octets += more;
            }
            if (counts[column] < MostCounted)
            {
                counts[column]++;
                lookup[word] = counts;
            }
        }
    }

    [System.Runtime.CompilerServices.InlineArray(4)]
    private struct Counts
    {
        private byte first;
    }
}
