using System.Buffers;
using Aether.Storage.Blobs;
using Aether.Storage.Engines.Postgres.Reading;
using Aether.Storage.Engines.Postgres.Values;
using Aether.Storage.Search;
using Npgsql;

namespace Aether.Storage.Engines.Postgres.Search;

/// <summary>The changes of the index, each in a transaction of its own, on one connection.</summary>
internal static class PostgresSearchWriter
{
    private const string InsertKept = $"""
        INSERT INTO {SearchTables.Schema}.kept (account_id, email_id, day, cut, fields, text_length, length, codec, checksum, data)
        SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING
        """;

    private const string InsertWords = $"""
        INSERT INTO {SearchTables.Schema}.words (account_id, email_id, whole, words)
        SELECT a, e, w, v::tsvector FROM unnest($1, $2, $3, $4) AS message (a, e, w, v) ON CONFLICT DO NOTHING
        """;

    private const string CountLoose = $"""
        INSERT INTO {SearchTables.Schema}.account AS known (account_id, loose) SELECT a, n FROM unnest($1, $2) AS account (a, n)
        ON CONFLICT (account_id) DO UPDATE SET loose = known.loose + excluded.loose RETURNING account_id, loose, blocked
        """;

    // A block all of whose messages are gone goes with the last of them, and so does an account.
    private const string DeleteKept = $"DELETE FROM {SearchTables.Schema}.kept k USING unnest($1, $2) AS gone (a, e) WHERE k.account_id = gone.a AND k.email_id = gone.e";
    private const string DeleteWords = $"DELETE FROM {SearchTables.Schema}.words w USING unnest($1, $2) AS gone (a, e) WHERE w.account_id = gone.a AND w.email_id = gone.e";
    private const string DeleteBlocks = $"""
        DELETE FROM {SearchTables.Schema}.block b USING unnest($1, $2) AS gone (a, e) WHERE b.account_id = gone.a AND e BETWEEN b.first AND b.last
            AND NOT EXISTS (SELECT FROM {SearchTables.Schema}.kept k WHERE k.account_id = b.account_id AND k.email_id BETWEEN b.first AND b.last)
        """;
    private const string DeleteAccounts = $"""
        DELETE FROM {SearchTables.Schema}.account a WHERE a.account_id = ANY ($1)
            AND NOT EXISTS (SELECT FROM {SearchTables.Schema}.kept k WHERE k.account_id = a.account_id)
        """;

    // Noted by a program that did not say whose it was: looked for in every part.
    private const string FindOwners = $"SELECT account_id, email_id FROM {SearchTables.Schema}.words WHERE email_id = ANY ($1)";

    /// <summary>Takes messages in, if the lease still holds.</summary>
    /// <returns>False: it does not, and nothing was changed.</returns>
    public static async Task<bool> WriteAsync(NpgsqlConnection db, SearchLease lease, IReadOnlyList<IndexedMessage> messages, long from, long cursor, CancellationToken ct)
    {
        await using var transaction = await db.BeginTransactionAsync(ct);
        if (!await lease.TryMoveAsync(db, from, cursor, ct))
            return false;
        if (messages.Count > 0)
        {
            await RunAsync(db, InsertKept, add => AddKept(add, messages), ct);
            await RunAsync(db, InsertWords, add => AddWords(add, messages), ct);
            foreach (var account in await CountAsync(db, messages, ct))
                await PostgresSignatureRows.BuildAsync(db, account, ct);
        }
        await transaction.CommitAsync(ct);
        return true;
    }

    public static async Task ForgetAsync(NpgsqlConnection db, IReadOnlyList<GoneEmail> emails, CancellationToken ct)
    {
        await using var transaction = await db.BeginTransactionAsync(ct);
        var gone = emails.Where(static email => email.Account is not null).Select(static email => (Account: email.Account!.Value.Value, Email: email.Email.Value)).ToList();
        long[] nobodys = [.. emails.Where(static email => email.Account is null).Select(static email => email.Email.Value)];
        if (nobodys.Length > 0)
        {
            gone.AddRange(await PostgresReaders.QueryAsync(
                db, FindOwners, add => add.Add(nobodys), (rows, ct) => PostgresReaders.AllAsync(rows, row => (row.Long(0), row.Long(1)), ct), ct));
        }
        long[] accounts = [.. gone.Select(static email => email.Account)];
        long[] ids = [.. gone.Select(static email => email.Email)];
        await RunAsync(db, DeleteKept, add => add.Add(accounts).Add(ids), ct);
        await RunAsync(db, DeleteWords, add => add.Add(accounts).Add(ids), ct);
        await RunAsync(db, DeleteBlocks, add => add.Add(accounts).Add(ids), ct);
        await RunAsync(db, DeleteAccounts, add => add.Add(accounts.Distinct().ToArray()), ct);
        await transaction.CommitAsync(ct);
    }

    private static Task<IReadOnlyList<AccountLoose>> CountAsync(NpgsqlConnection db, IReadOnlyList<IndexedMessage> messages, CancellationToken ct)
    {
        var counts = messages.CountBy(static message => message.Account.Value).OrderBy(static count => count.Key).ToArray();
        return PostgresReaders.QueryAsync(
            db,
            CountLoose,
            add => add.Add(Array.ConvertAll(counts, static count => count.Key)).Add(Array.ConvertAll(counts, static count => count.Value)),
            (rows, ct) => PostgresReaders.AllAsync(rows, row => new AccountLoose(new AccountId(row.Long(0)), row.Int(1), row.Long(2)), ct),
            ct);
    }

    private static void AddKept(PostgresArguments add, IReadOnlyList<IndexedMessage> messages)
    {
        int count = messages.Count;
        int[] codecs = new int[count];
        long[] checksums = new long[count];
        byte[][] data = new byte[count][];
        for (int i = 0; i < count; i++)
        {
            byte[] octets = [.. messages[i].Text.Octets, .. messages[i].Attachments];
            byte[] stored = ArrayPool<byte>.Shared.Rent(FrameCompression.MaxStored(octets.Length));
            var (codec, length) = FrameCompression.Compress(octets, stored);
            (codecs[i], checksums[i], data[i]) = ((int)codec, FrameCompression.Checksum(stored.AsSpan(0, length)), stored[..length]);
            ArrayPool<byte>.Shared.Return(stored);
        }
        add.Add(messages.Select(static message => message.Account.Value).ToArray()).Add(messages.Select(static message => message.Email.Value).ToArray())
            .Add(messages.Select(static message => message.Day).ToArray()).Add(messages.Select(static message => message.Text.IsCut ? 1 : 0).ToArray())
            .Add(messages.Select(static message => message.Text.HeaderLength).ToArray()).Add(messages.Select(static message => message.Text.Octets.Length).ToArray())
            .Add(messages.Select(static message => message.Text.Octets.Length + message.Attachments.Length).ToArray())
            .Add(codecs).Add(checksums).Add(data);
    }

    private static void AddWords(PostgresArguments add, IReadOnlyList<IndexedMessage> messages)
    {
        var vectors = messages.Select(WordVector.Of).ToArray();
        add.Add(messages.Select(static message => message.Account.Value).ToArray()).Add(messages.Select(static message => message.Email.Value).ToArray())
            .Add(Array.ConvertAll(vectors, static vector => vector.IsWhole ? 1 : 0)).Add(Array.ConvertAll(vectors, static vector => (string?)vector.ToString()));
    }

    private static async Task RunAsync(NpgsqlConnection db, string sql, Action<PostgresArguments> add, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, db);
        add(new PostgresArguments(command.Parameters));
        await command.ExecuteNonQueryAsync(ct);
    }
}
