using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Aether.Storage.Engines.Postgres.Reading;
using Aether.Storage.Engines.Postgres.Values;
using Aether.Storage.Search;

namespace Aether.Storage.Engines.Postgres.Search;

/// <summary>The queries on the index.</summary>
internal sealed class PostgresSearchReads(PostgresReaders readers)
{
    private const int Words = SignatureBlock.Messages / 64;

    private const string Blocks = $"SELECT emails, days, {Rows} FROM {SearchTables.Schema}.block b WHERE account_id = $1 AND last >= $2 AND first <= $3 ORDER BY last";

    // Only the rows of the runs asked for leave the server: some hundred octets of a block that has a hundred thousand.
    private const string Rows = "(SELECT string_agg(substring(b.bits FROM (run * b.rows / 4294967296)::int * 32 + 1 FOR 32), ''::bytea ORDER BY place) FROM unnest($4) WITH ORDINALITY AS asked (run, place))";

    private const string Texts = $"SELECT {KeptText.Columns} FROM {SearchTables.Schema}.kept WHERE account_id = $1 AND email_id = ANY ($2)";

    // Of words that fit, the shorter text first; as on the embedded engine the subject counts four times, an attachment half.
    private const string Found = $$"""
        SELECT email_id, ts_rank('{0.125, 0.25, 1, 1}', words, $3::tsquery, 1), whole FROM {{SearchTables.Schema}}.words WHERE account_id = $1 AND words @@ $2::tsquery
        """;

    private const string Cut = $"SELECT email_id, 0::real, whole FROM {SearchTables.Schema}.words WHERE account_id = $1 AND whole = 0";

    public ValueTask<long> ReadCursorAsync(CancellationToken ct) => readers.FindAsync($"SELECT email_id FROM {SearchTables.Schema}.cursor", _ => { }, row => row.Long(0), ct);

    public async ValueTask<SearchSieve> SiftAsync(AccountId account, FoldedKeys keys, EmailId first, EmailId last, CancellationToken ct)
    {
        var runs = new List<long>();
        for (int i = 0; i < keys.Count; i++)
        {
            if (keys[i] is { IsText: true } key)
                runs.AddRange(key.Trigrams.Select(static run => (long)TrigramSet.HashOf(run)));
        }

        return await readers.ReadAsync(
            Blocks,
            add => add.Add(account.Value).Add(first.Value).Add(last.Value).Add(runs.ToArray()),
            async (rows, ct) =>
            {
                var sieve = new SearchSieve(keys.Count);
                while (await rows.ReadAsync(ct))
                    sieve.Add(MemoryMarshal.Cast<byte, long>(rows.Bytes(0)).ToArray(), MemoryMarshal.Cast<byte, int>(rows.Bytes(1)).ToArray(), Possible(keys, rows.Bytes(2)));
                return sieve;
            },
            ct);
    }

    public async ValueTask VisitAsync(AccountId account, ReadOnlyMemory<EmailId> emails, SidecarVisitor visit, CancellationToken ct)
    {
        var places = new Dictionary<long, int>(emails.Length);
        for (int place = 0; place < emails.Length; place++)
            places[emails.Span[place].Value] = place;
        // Kept until they have all come: a query that has to be run again must not show one twice.
        var texts = await readers.ListAsync(Texts, add => add.Add(account.Value).Add(places.Keys.ToArray()), KeptText.Of, ct);
        foreach (var kept in texts)
        {
            using (kept)
            {
                if (kept.IsReadable)
                    visit(places[kept.Email], kept.Text);
            }
        }
    }

    public async ValueTask<IReadOnlyList<WordMatch>> FindWordsAsync(AccountId account, WordQuery query, CancellationToken ct)
    {
        var sure = new List<(long Email, float Rank)>();
        var unsure = new List<(long Email, float Rank)>();
        foreach (var (email, rank, whole) in await readers.ListAsync(Found, add => add.Add(account.Value).Add(query.All).Add(query.Any), ReadRank, ct))
            (query.NeedsText || !whole ? unsure : sure).Add((email, rank));
        var known = unsure.Select(static found => found.Email).ToHashSet();
        unsure.AddRange((await readers.ListAsync(Cut, add => add.Add(account.Value), ReadRank, ct)).Where(cut => known.Add(cut.Email)).Select(static cut => (cut.Email, cut.Rank)));
        sure.AddRange(await LookIntoAsync(account, query, unsure, ct));
        if (sure.Count is 0)
            return [];

        sure.Sort(static (one, other) => one.Email.CompareTo(other.Email));
        float best = Math.Max(sure.Max(static match => match.Rank), float.Epsilon);
        return sure.ConvertAll(match => new WordMatch(new EmailId(match.Email), Math.Clamp((int)Math.Round(100 * match.Rank / best), 1, 100)));
    }

    private async ValueTask<List<(long Email, float Rank)>> LookIntoAsync(AccountId account, WordQuery query, List<(long Email, float Rank)> unsure, CancellationToken ct)
    {
        const int Portion = 128;
        var found = new List<(long, float)>();
        for (int start = 0; start < unsure.Count; start += Portion)
        {
            var portion = unsure.GetRange(start, Math.Min(Portion, unsure.Count - start)).ToDictionary(static match => match.Email, static match => match.Rank);
            foreach (var kept in await readers.ListAsync(Texts, add => add.Add(account.Value).Add(portion.Keys.ToArray()), KeptText.Of, ct))
            {
                using (kept)
                {
                    // Its words were there; what can't be read is not left out.
                    if (!kept.IsReadable || query.Matches(kept.Text, kept.Attachments))
                        found.Add((kept.Email, portion[kept.Email]));
                }
            }
        }
        return found;
    }

    private static (long Email, float Rank, bool Whole) ReadRank(PostgresRows row) => (row.Long(0), row.Float(1), row.Int(2) is not 0);

    /// <summary>For each key the messages that have all its runs.</summary>
    /// <param name="bits">A row for each run of each key, in their order.</param>
    private static ulong[] Possible(FoldedKeys keys, ReadOnlySpan<byte> bits)
    {
        ulong[] possible = new ulong[keys.Count * Words];
        for (int i = 0; i < keys.Count; i++)
        {
            var mine = possible.AsSpan(i * Words, Words);
            if (keys[i] is not { IsText: true } key)
                continue;
            mine.Fill(ulong.MaxValue);
            foreach (uint _ in key.Trigrams)
            {
                for (int word = 0; word < Words; word++)
                    mine[word] &= BinaryPrimitives.ReadUInt64LittleEndian(bits[(word * 8)..]);
                bits = bits[SignatureBlock.RowBytes..];
            }
        }
        return possible;
    }
}
