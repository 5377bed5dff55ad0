using System.Runtime.InteropServices;
using System.Text;
using Aether.Mime.Text;
using Aether.Storage.Search;

namespace Aether.Storage.Engines.Sqlite.Search;

/// <summary>The queries on the search file.</summary>
internal static class SqliteSearchReads
{
    /// <summary>What <see cref="ExpandedText"/> reads.</summary>
    public const string TextColumns = "t.email_id, t.day, t.cut, t.fields, t.length, t.codec, t.checksum, t.data";

    public static SearchSieve Sift(SqliteConnection db, AccountId account, FoldedKeys keys, EmailId first, EmailId last)
    {
        const int Words = SignatureBlock.Messages / 64;
        var sieve = new SearchSieve(keys.Count);
        using var blocks = db.Prepare("SELECT emails, days, bits FROM block WHERE id BETWEEN ? AND ? AND last >= ? AND first <= ? ORDER BY id")
            .Bind(account.Value << 32).Bind((account.Value << 32) | uint.MaxValue).Bind(first.Value).Bind(last.Value);
        while (blocks.Step())
        {
            ulong[] possible = new ulong[keys.Count * Words];
            var bits = blocks.Span(2);
            for (int i = 0; i < keys.Count; i++)
            {
                if (keys[i] is { IsText: true } key)
                    SignatureBlock.Sift(bits, key.Trigrams, possible.AsSpan(i * Words, Words));
            }
            sieve.Add(MemoryMarshal.Cast<byte, long>(blocks.Span(0)).ToArray(), MemoryMarshal.Cast<byte, int>(blocks.Span(1)).ToArray(), possible);
        }
        return sieve;
    }

    public static bool Visit(SqliteConnection db, ReadOnlySpan<EmailId> emails, SidecarVisitor visit)
    {
        for (int place = 0; place < emails.Length; place++)
        {
            using var find = db.Prepare($"SELECT {TextColumns} FROM text t WHERE t.email_id = ?").Bind(emails[place].Value);
            if (!find.Step())
                continue;
            using var text = ExpandedText.Of(find);
            if (text.IsReadable)
                visit(place, text.Text);
        }
        return true;
    }

    public static IReadOnlyList<WordMatch> FindWords(SqliteConnection db, AccountId account, WordScope scope, IReadOnlyList<string> words)
    {
        var found = new List<(EmailId Email, double Rank)>();
        if (words.Count is 0)
            return [];
        using var find = db.Prepare("SELECT d.email_id, -CAST(bm25(words, 4.0, 4.0, 1.0, 0.5) * 1000000000000 AS INTEGER) FROM words w JOIN doc d ON d.id = w.rowid WHERE words MATCH ? AND w.rowid BETWEEN ? AND ? ORDER BY w.rowid")
            .Bind(Query(scope, words)).Bind(account.Value << 32).Bind((account.Value << 32) | uint.MaxValue);
        while (find.Step())
            found.Add((new EmailId(find.Long(0)), Math.Max(1, find.Long(1))));

        // The better it fits, the more bm25 is below nought: https://sqlite.org/fts5.html#the_bm25_function
        double best = found.Count is 0 ? 1 : found.Max(static match => match.Rank);
        return found.ConvertAll(match => new WordMatch(match.Email, Math.Clamp((int)Math.Round(100 * match.Rank / best), 1, 100)));
    }

    /// <summary>Each word folded as the texts are, and quoted, so that nothing in it is an operator. https://sqlite.org/fts5.html#full_text_query_syntax</summary>
    private static string Query(WordScope scope, IReadOnlyList<string> words)
    {
        var query = new StringBuilder(scope switch
        {
            WordScope.Subject => "subject : (",
            WordScope.Addresses => "addr : (",
            WordScope.Body => "{body attach} : (",
            _ => "(",
        });
        for (int i = 0; i < words.Count; i++)
            query.Append(i is 0 ? "\"" : " AND \"").Append(WordText.Spread(UnicodeCasemap.Fold(words[i])).Trim().Replace("\"", "\"\"", StringComparison.Ordinal)).Append("\" *");
        return query.Append(')').ToString();
    }
}
