using System.Runtime.InteropServices;
using Aether.Storage.Engines.Postgres.Reading;
using Aether.Storage.Engines.Postgres.Values;
using Aether.Storage.Search;
using Npgsql;

namespace Aether.Storage.Engines.Postgres.Search;

/// <summary>Blocks of signatures as rows: each is made once, when enough messages of an account are in none, of the kept texts.</summary>
internal static class PostgresSignatureRows
{
    private const string Loose = $"SELECT {KeptText.Columns} FROM {SearchTables.Schema}.kept WHERE account_id = $1 AND email_id > $2 ORDER BY email_id LIMIT $3";

    private const string Insert = $"INSERT INTO {SearchTables.Schema}.block (account_id, last, first, rows, emails, days, bits) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING";

    private const string Note = $"UPDATE {SearchTables.Schema}.account SET loose = $2, blocked = $3 WHERE account_id = $1";

    /// <summary>Makes the blocks of an account that have come to be whole, in the transaction of its caller.</summary>
    public static async Task BuildAsync(NpgsqlConnection db, AccountLoose account, CancellationToken ct)
    {
        var (id, loose, blocked) = account;
        while (loose >= SignatureBlock.Messages)
        {
            var texts = await PostgresReaders.QueryAsync(
                db, Loose, add => add.Add(id.Value).Add(blocked).Add(SignatureBlock.Messages), (rows, ct) => PostgresReaders.AllAsync(rows, KeptText.Of, ct), ct);
            try
            {
                // Some were deleted before they got into a block.
                if (texts.Count < SignatureBlock.Messages)
                {
                    loose = texts.Count;
                    break;
                }
                await InsertAsync(db, id, texts, ct);
                blocked = texts[^1].Email;
                loose -= SignatureBlock.Messages;
            }
            finally
            {
                foreach (var text in texts)
                    text.Dispose();
            }
        }
        if (loose != account.Loose)
            await RunAsync(db, Note, add => add.Add(id.Value).Add(loose).Add(blocked), ct);
    }

    private static Task InsertAsync(NpgsqlConnection db, AccountId account, IReadOnlyList<KeptText> texts, CancellationToken ct)
    {
        var block = SignatureBlock.ForTexts(texts.Sum(static text => (long)text.Octets.Length));
        long[] emails = new long[texts.Count];
        int[] days = new int[texts.Count];
        for (int column = 0; column < texts.Count; column++)
        {
            var text = texts[column];
            (emails[column], days[column]) = (text.Email, text.Day);
            // What is not whole can't be told by its signature: it has every run.
            if (text.IsWhole)
                block.Add(column, text.Octets);
            else
                block.AddEverything(column);
        }
        return RunAsync(
            db,
            Insert,
            add => add.Add(account.Value).Add(emails[^1]).Add(emails[0]).Add(block.Rows)
                .Add(MemoryMarshal.AsBytes(emails.AsSpan()).ToArray().AsMemory()).Add(MemoryMarshal.AsBytes(days.AsSpan()).ToArray().AsMemory()).Add(block.Bits.ToArray().AsMemory()),
            ct);
    }

    private static async Task RunAsync(NpgsqlConnection db, string sql, Action<PostgresArguments> add, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, db);
        add(new PostgresArguments(command.Parameters));
        await command.ExecuteNonQueryAsync(ct);
    }
}

/// <summary>How many messages of an account are in no block.</summary>
/// <param name="Blocked">The last email that is in one.</param>
internal readonly record struct AccountLoose(AccountId Account, int Loose, long Blocked);
