using Aether.Storage.Engines.Postgres.Reading;
using Aether.Storage.Engines.Postgres.Values;
using Aether.Storage.Envelopes;
using Aether.Storage.Queue;

namespace Aether.Storage.Engines.Postgres.Queue;

/// <summary>The queries on the queue on PostgreSQL.</summary>
internal sealed class PostgresQueueReads(PostgresReaders readers, TimeProvider clock) : IQueueReads
{
    private const string MessageColumns = "id, message_id, blob_id, prefix, sender, env, created, expires, priority, size";

    public ValueTask<QueuedMessage?> FindAsync(QueueId message, CancellationToken ct) =>
        readers.FindAsync($"SELECT {MessageColumns} FROM queue_msg WHERE id = $1", add => add.Add(message.Value), ReadMessage, ct);

    public ValueTask<IReadOnlyList<QueueListing>> ListAsync(QueueId? from, QueueFilter which, int most, CancellationToken ct) => readers.SnapshotAsync(
        async db =>
        {
            var now = clock.GetUtcNow();
            string recipient = which.IsOfRecipients ? $"EXISTS (SELECT 1 FROM queue_rcpt q WHERE q.msg_id = m.id AND {QueueFilterArguments.OfRecipient})" : QueueFilterArguments.Unasked;
            var messages = await db.ListAsync(
                $"SELECT {MessageColumns} FROM queue_msg m WHERE {QueueFilterArguments.OfMessage} AND {recipient} AND id >= $9 ORDER BY id LIMIT $10",
                add => add.Add(which, now).Add(from?.Value ?? 0).Add(most), ReadMessage);
            var recipients = await db.ListAsync(
                $"SELECT q.msg_id, q.id, q.rcpt, q.state, q.attempts, q.due_at, q.last_reply, q.orcpt, q.notify, {QueueFilterArguments.Stage}, q.route FROM queue_rcpt q WHERE q.msg_id = ANY ($2) ORDER BY q.id",
                add => add.Add(now).Add(messages.Select(message => message.Id.Value).ToArray()),
                row => (Message: new QueueId(row.Long(0)), Row: ReadRecipient(row)));
            var byMessage = recipients.ToLookup(recipient => recipient.Message, recipient => recipient.Row);
            return (IReadOnlyList<QueueListing>)[.. messages.Select(message => new QueueListing(message, [.. byMessage[message.Id]]))];
        },
        ct);

    public async ValueTask<QueueListing?> ShowAsync(QueueId message, CancellationToken ct)
    {
        var found = await ListAsync(message, QueueFilter.All, 1, ct);
        return found.Count == 1 && found[0].Message.Id == message ? found[0] : null;
    }

    public ValueTask<DateTimeOffset?> NextDueAsync(CancellationToken ct) =>
        readers.FindAsync<DateTimeOffset?>("""
        SELECT due FROM (
            SELECT (SELECT due_at FROM queue_rcpt WHERE state = 0 AND class = c ORDER BY due_at LIMIT 1) AS due FROM unnest(ARRAY[1, 0, -1]) AS c) d
        WHERE due IS NOT NULL ORDER BY due LIMIT 1
        """, _ => { }, row => Time(row.Long(0)), ct);

    public ValueTask<IReadOnlyList<QueuePause>> ListPausesAsync(CancellationToken ct) => readers.ListAsync(
        "SELECT kind, name, since, reason FROM queue_pause ORDER BY kind, name", _ => { },
        row => new QueuePause((PauseKind)row.Int(0), row.Text(1), Time(row.Long(2)), row.Text(3)), ct);

    /// <summary>From name to name along the index: what lies behind each does not matter.</summary>
    public ValueTask<IReadOnlyList<string>> ListBacklogsAsync(int most, CancellationToken ct) => readers.ListAsync("""
        WITH RECURSIVE d AS (
            (SELECT domain FROM queue_rcpt WHERE state = 2 ORDER BY domain LIMIT 1)
            UNION ALL SELECT (SELECT q.domain FROM queue_rcpt q WHERE q.state = 2 AND q.domain > d.domain ORDER BY q.domain LIMIT 1) FROM d WHERE d.domain IS NOT NULL)
        SELECT domain FROM d WHERE domain IS NOT NULL LIMIT $1
        """, add => add.Add(most), row => row.Text(0), ct);

    public ValueTask<QueueDepth> DepthAsync(int domains, CancellationToken ct) => readers.SnapshotAsync(
        async db =>
        {
            var now = clock.GetUtcNow();
            var parts = await db.ListAsync(
                $"SELECT p.class, p.stage, count(*) FROM (SELECT q.class, {QueueFilterArguments.Stage} AS stage FROM queue_rcpt q) p GROUP BY 1, 2 ORDER BY 1 DESC, 2",
                add => add.Add(now), row => new QueueDepth.Part((QueuePriority)row.Int(0), (RecipientStage)row.Int(1), row.Long(2)));
            var most = await db.ListAsync(
                "SELECT domain, count(*) FROM queue_rcpt GROUP BY domain ORDER BY 2 DESC, domain LIMIT $1", add => add.Add(domains), row => new QueueDepth.Destination(row.Text(0), row.Long(1)));
            var oldest = await db.ListAsync("SELECT created FROM queue_msg ORDER BY id LIMIT 1", _ => { }, row => Time(row.Long(0)));
            return new QueueDepth(parts, most, oldest.Count == 0 ? null : oldest[0]);
        },
        ct);

    public ValueTask<long> CountAsync(CancellationToken ct) =>
        readers.FindAsync("SELECT coalesce(sum(rcpts), 0)::bigint FROM queue_msg", _ => { }, row => row.Long(0), ct);

    public ValueTask<IReadOnlyList<DeadLetter>> ListDeadAsync(DeadLetterId? from, string? address, int most, CancellationToken ct) => readers.ListAsync(
        """
        SELECT id, message_id, blob_id, prefix, sender, env, priority, size, created, domain, rcpt, orcpt, notify, attempts, last_reply, died, forget_at
        FROM dead_letter WHERE id >= $1 AND ($2::text IS NULL OR lower(rcpt) = lower($2) OR lower(sender) = lower($2)) ORDER BY id LIMIT $3
        """,
        add => add.Add(from?.Value ?? 0).Add(address).Add(most),
        row => new DeadLetter(
            new DeadLetterId(row.Long(0)), row.Text(1), new BlobId(row.Long(2)), row.Bytes(3), row.Text(4),
            QueueColumns.ReadEnvelope(row.Text(5)), (QueuePriority)row.Int(6), row.Long(7), Time(row.Long(8)),
            new QueueRecipient(row.Text(10), row.Text(9), row.TextOrNull(11), row.TextOrNull(12)), row.Int(13), row.Text(14), Time(row.Long(15)), Time(row.Long(16))),
        ct);

    private static QueuedMessage ReadMessage(PostgresRows row) => new(
        new QueueId(row.Long(0)), row.Text(1), new BlobId(row.Long(2)), row.Bytes(3), row.Text(4),
        QueueColumns.ReadEnvelope(row.Text(5)),
        (QueuePriority)row.Int(8), Time(row.Long(6)), Time(row.Long(7)), row.Long(9));

    private static QueueListing.Row ReadRecipient(PostgresRows row) =>
        new(new RecipientId(row.Long(1)), row.Text(2), row.Int(3) == (int)RecipientState.Held ? RecipientState.Held : RecipientState.Waiting, row.Int(4), Time(row.Long(5)), row.TextOrNull(6)) { Orcpt = row.TextOrNull(7), Notify = row.TextOrNull(8), Stage = (RecipientStage)row.Int(9), Route = row.TextOrNull(10) };

    private static DateTimeOffset Time(long milliseconds) => QueueColumns.ReadTime(milliseconds);
}
