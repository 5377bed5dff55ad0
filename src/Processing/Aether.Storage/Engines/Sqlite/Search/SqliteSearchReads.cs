using System.Runtime.InteropServices;
using System.Text;
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

    public static IReadOnlyList<EmailId> FindWords(SqliteConnection db, AccountId account, TextScope scope, IReadOnlyList<string> words)
    {
        var found = new List<EmailId>();
        if (words.Count is 0)
            return found;
        using var find = db.Prepare("SELECT d.email_id FROM words w JOIN doc d ON d.id = w.rowid WHERE words MATCH ? AND w.rowid BETWEEN ? AND ? ORDER BY w.rowid")
            .Bind(Query(scope, words)).Bind(account.Value << 32).Bind((account.Value << 32) | uint.MaxValue);
        while (find.Step())
            found.Add(new EmailId(find.Long(0)));
        return found;
    }

    /// <summary>Each word quoted, so that nothing in it is an operator. https://sqlite.org/fts5.html#full_text_query_syntax</summary>
    private static string Query(TextScope scope, IReadOnlyList<string> words)
    {
        var query = new StringBuilder(scope is TextScope.Body ? "body : (" : "(");
        for (int i = 0; i < words.Count; i++)
            query.Append(i is 0 ? "\"" : " AND \"").Append(words[i].Replace("\"", "\"\"", StringComparison.Ordinal)).Append("\" *");
        return query.Append(')').ToString();
    }
}
