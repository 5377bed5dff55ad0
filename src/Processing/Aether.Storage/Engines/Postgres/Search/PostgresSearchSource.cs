using Aether.Storage.Engines.Postgres.Reading;
using Aether.Storage.Engines.Postgres.Values;
using Aether.Storage.Messages;
using Aether.Storage.Search;

namespace Aether.Storage.Engines.Postgres.Search;

/// <summary>
/// What a node's index follows on PostgreSQL: emails in the order of their ids, up to one below which nothing can come any
/// more. Ids are given out before their transactions commit, so the newest are not safe: an id is, once every
/// transaction that ran when it was the last one given out has ended.
/// </summary>
internal sealed class PostgresSearchSource(PostgresReaders readers) : ISearchSource
{
    // Each writing transaction has its number before it takes an id, for its first statement writes (PostgresSession). So who
    // took an id up to the last one is among those that are seen to write afterwards. Transactions of other databases of the
    // server have no say, as they would in a snapshot's xmin.
    // A sequence that nobody has used yet shows the number that it will give first.
    private const string LastGiven = "SELECT CASE WHEN is_called THEN last_value ELSE last_value - 1 END FROM email_id";
    private const string Writing = "SELECT backend_xid::text::bigint FROM pg_stat_activity WHERE datname = current_database() AND backend_xid IS NOT NULL";

    private static readonly string Next = $"""
        SELECT id, account_id, blob_id, blob_size, prefix, envelope, parts FROM email
        WHERE id > $1 AND id <= $2 AND {SearchShare.HashInSql} BETWEEN $4 AND $5 ORDER BY id LIMIT $3
        """;

    private readonly Lock gate = new();
    private long safe;
    private (long Last, HashSet<long> Writers)? candidate;

    public async ValueTask<SearchPortion> NextAsync(long cursor, int most, SearchShare share, CancellationToken ct)
    {
        long limit = await SafeAsync(ct);
        if (limit <= cursor)
            return new SearchPortion([], cursor);
        var (lowest, highest) = share.Hashes;
        var emails = await readers.ListAsync(Next, add => add.Add(cursor).Add(limit).Add(most).Add(lowest).Add(highest), Read, ct);
        return new SearchPortion(emails, emails.Count < most ? limit : emails[^1].Email.Id.Value);
    }

    /// <summary>The newest email that is safe: the index goes no further.</summary>
    public async ValueTask<long> NewestAsync(CancellationToken ct)
    {
        long limit = await SafeAsync(ct);
        return await readers.FindAsync("SELECT coalesce(max(id), 0) FROM email WHERE id <= $1", add => add.Add(limit), row => row.Long(0), ct);
    }

    public ValueTask<bool> HasUnsettledAsync(long cursor, CancellationToken ct) =>
        readers.FindAsync("SELECT EXISTS (SELECT FROM email WHERE id > $1)", add => add.Add(cursor), row => row.Bool(0), ct);

    public ValueTask<IReadOnlyList<GoneEmail>> GoneAsync(int most, CancellationToken ct) =>
        readers.ListAsync(
            "SELECT email_id, account_id FROM search_gone LIMIT $1",
            add => add.Add(most),
            row => new GoneEmail(new EmailId(row.Long(0)), row.IsNull(1) ? null : new AccountId(row.Long(1))),
            ct);

    private async ValueTask<long> SafeAsync(CancellationToken ct)
    {
        long last = await readers.FindAsync(LastGiven, _ => { }, row => row.Long(0), ct);
        var writers = await readers.ListAsync(Writing, _ => { }, row => row.Long(0), ct);
        lock (gate)
        {
            if (candidate is { } earlier && !earlier.Writers.Overlaps(writers))
            {
                safe = Math.Max(safe, earlier.Last);
                candidate = null;
            }
            // Nobody was writing at this moment: all that was given out is settled.
            if (writers.Count is 0)
                safe = Math.Max(safe, last);
            else
                candidate ??= (last, [.. writers]);
            return safe;
        }
    }

    private static (AccountId Account, EmailRow Email) Read(PostgresRows row) => (
        new AccountId(row.Long(1)),
        new EmailRow(new EmailId(row.Long(0)), new BlobId(row.Long(2)), row.Long(3), row.Bytes(4), row.Bytes(5), ReadOnlyMemory<byte>.Empty, row.Bytes(6)));
}
