using System.Text;
using Aether.Mime.Text;
using Aether.Storage.Search;

namespace Aether.Storage.Engines.Postgres.Search;

/// <summary>
/// What is asked of the words: a tsquery that finds every message that can match, and where that is not the whole truth (words
/// that follow each other, longer ones than are told apart) a look into the kept text.
/// </summary>
internal sealed class WordQuery
{
    private readonly WordScope scope;
    private readonly List<byte[][]> phrases = [];

    private WordQuery(WordScope scope) => this.scope = scope;

    /// <summary>All must be there.</summary>
    public string All { get; private init; } = "";

    /// <summary>Any may be, for the score: beside each other they are not looked at.</summary>
    public string Any { get; private init; } = "";

    /// <summary>Whether what was found has still to be looked into.</summary>
    public bool NeedsText { get; private init; }

    /// <returns>Null: there is no word in it.</returns>
    public static WordQuery? Of(AccountId account, WordScope scope, IReadOnlyList<string> texts)
    {
        string prefix = WordVector.PrefixOf(account);
        string weights = scope switch
        {
            WordScope.Subject => "A",
            WordScope.Addresses => "B",
            WordScope.Body => "CD",
            _ => "",
        };
        var lexemes = new List<string>();
        var phrases = new List<byte[][]>();
        bool needsText = false;
        Span<byte> room = stackalloc byte[WordTokens.MaxLength];
        foreach (string text in texts)
        {
            var phrase = new List<byte[]>();
            var tokens = new WordTokens(UnicodeCasemap.Fold(text), room);
            while (tokens.MoveNext())
            {
                phrase.Add(tokens.Current.ToArray());
                needsText |= tokens.IsCut;
            }
            if (phrase.Count is 0)
                continue;
            needsText |= phrase.Count > 1;
            phrases.Add([.. phrase]);
            for (int i = 0; i < phrase.Count; i++)
            {
                // The last may be the beginning of a word.
                string kind = i == phrase.Count - 1 ? $":*{weights}" : weights.Length > 0 ? $":{weights}" : "";
                lexemes.Add($"'{prefix}{Encoding.UTF8.GetString(phrase[i])}'{kind}");
            }
        }
        if (phrases.Count is 0)
            return null;
        var query = new WordQuery(scope) { All = string.Join(" & ", lexemes), Any = string.Join(" | ", lexemes), NeedsText = needsText };
        query.phrases.AddRange(phrases);
        return query;
    }

    /// <summary>Whether a kept text has all of them.</summary>
    public bool Matches(SidecarText text, ReadOnlySpan<byte> attachments)
    {
        foreach (byte[][] phrase in phrases)
        {
            if (!Has(phrase, text, attachments))
                return false;
        }
        return true;
    }

    private bool Has(byte[][] phrase, SidecarText text, ReadOnlySpan<byte> attachments)
    {
        if (scope is not WordScope.Body)
        {
            foreach (var (where, value) in WordFields.Of(text.Fields))
            {
                if (scope is WordScope.Anywhere || scope == where)
                {
                    if (Has(phrase, value))
                        return true;
                }
            }
        }
        return scope is WordScope.Body or WordScope.Anywhere && (Has(phrase, text.Body) || Has(phrase, attachments));
    }

    private static bool Has(byte[][] phrase, ReadOnlySpan<byte> folded)
    {
        // Of how many of its words the ones just seen are the beginning: bit n, of n + 1.
        var running = new bool[phrase.Length];
        var tokens = new WordTokens(folded, stackalloc byte[WordTokens.MaxLength]);
        while (tokens.MoveNext())
        {
            for (int i = phrase.Length - 1; i >= 0; i--)
            {
                bool before = i is 0 || running[i - 1];
                bool last = i == phrase.Length - 1;
                running[i] = before && (last ? tokens.Current.StartsWith(phrase[i]) : tokens.Current.SequenceEqual(phrase[i]));
            }
            if (running[^1])
                return true;
        }
        return false;
    }
}
