using Aether.Storage.Engines.Sqlite.Rows;
using Aether.Storage.Envelopes;
using Aether.Storage.Queue;

namespace Aether.Storage.Engines.Sqlite.Queue;

/// <summary>The queries on the queue on SQLite.</summary>
internal sealed class SqliteQueueReads(SqliteReaders readers, TimeProvider clock) : IQueueReads
{
    public ValueTask<QueuedMessage?> FindAsync(QueueId message, CancellationToken ct) => readers.ReadAsync(message, static (db, message) =>
    {
        using var find = db.Prepare($"SELECT {QueueRows.MessageColumns} FROM queue_msg WHERE id = ?").Bind(message.Value);
        return find.Step() ? QueueRows.ReadMessage(find) : null;
    }, ct);

    public ValueTask<IReadOnlyList<QueueListing>> ListAsync(QueueId? from, QueueFilter which, int most, CancellationToken ct) => readers.ReadSnapshotAsync((from, which, most, now: clock.GetUtcNow()), static (db, key) =>
    {
        var messages = new List<QueuedMessage>();
        string recipients = key.which.IsOfRecipients ? $" AND EXISTS (SELECT 1 FROM queue_rcpt q WHERE q.msg_id = m.id{QueueFilterRows.OfRecipient(key.which)})" : "";
        using (var list = db.Prepare($"SELECT {QueueRows.MessageColumns} FROM queue_msg m WHERE id >= ?{QueueFilterRows.OfMessage(key.which)}{recipients} ORDER BY id LIMIT ?")
            .Bind(key.from?.Value ?? 0).BindMessage(key.which).BindRecipient(key.which, key.now).Bind(key.most))
        {
            while (list.Step())
                messages.Add(QueueRows.ReadMessage(list));
        }
        return (IReadOnlyList<QueueListing>)messages.ConvertAll(message => new QueueListing(message, ReadRecipients(db, message.Id, key.now)));
    }, ct);

    public async ValueTask<QueueListing?> ShowAsync(QueueId message, CancellationToken ct)
    {
        var found = await ListAsync(message, QueueFilter.All, 1, ct);
        return found.Count == 1 && found[0].Message.Id == message ? found[0] : null;
    }

    public ValueTask<DateTimeOffset?> NextDueAsync(CancellationToken ct) => readers.ReadAsync(0, static (db, _) =>
    {
        using var next = db.Prepare("SELECT min(due) FROM (SELECT min(due_at) AS due FROM queue_rcpt WHERE state = 0 AND class = 1 UNION ALL SELECT min(due_at) FROM queue_rcpt WHERE state = 0 AND class = 0 UNION ALL SELECT min(due_at) FROM queue_rcpt WHERE state = 0 AND class = -1)");
        return next.Step() && !next.IsNull(0) ? QueueRows.Time(next.Long(0)) : (DateTimeOffset?)null;
    }, ct);

    public ValueTask<IReadOnlyList<QueuePause>> ListPausesAsync(CancellationToken ct) => readers.ReadAsync(0, static (db, _) =>
    {
        var pauses = new List<QueuePause>();
        using var list = db.Prepare("SELECT kind, name, since, reason FROM queue_pause ORDER BY kind, name");
        while (list.Step())
            pauses.Add(new QueuePause((PauseKind)list.Int(0), list.Text(1), QueueRows.Time(list.Long(2)), list.Text(3)));
        return (IReadOnlyList<QueuePause>)pauses;
    }, ct);

    /// <summary>From name to name along the index: what lies behind each does not matter.</summary>
    public ValueTask<IReadOnlyList<string>> ListBacklogsAsync(int most, CancellationToken ct) => readers.ReadAsync(most, static (db, most) =>
    {
        var domains = new List<string>();
        using var list = db.Prepare("""
            WITH RECURSIVE d (domain) AS (
                SELECT * FROM (SELECT domain FROM queue_rcpt WHERE state = 2 ORDER BY domain LIMIT 1)
                UNION ALL SELECT (SELECT q.domain FROM queue_rcpt q WHERE q.state = 2 AND q.domain > d.domain ORDER BY q.domain LIMIT 1) FROM d WHERE d.domain IS NOT NULL)
            SELECT domain FROM d WHERE domain IS NOT NULL LIMIT ?
            """).Bind(most);
        while (list.Step())
            domains.Add(list.Text(0));
        return (IReadOnlyList<string>)domains;
    }, ct);

    public ValueTask<QueueDepth> DepthAsync(int domains, CancellationToken ct) => readers.ReadSnapshotAsync((domains, now: clock.GetUtcNow()), static (db, key) =>
    {
        var parts = new List<QueueDepth.Part>();
        using (var list = db.Prepare($"SELECT q.class, {QueueFilterRows.Stage} AS stage, count(*) FROM queue_rcpt q GROUP BY q.class, stage ORDER BY q.class DESC, stage").Bind(key.now.ToUnixTimeMilliseconds()))
        {
            while (list.Step())
                parts.Add(new QueueDepth.Part((QueuePriority)list.Int(0), (RecipientStage)list.Int(1), list.Long(2)));
        }

        var most = new List<QueueDepth.Destination>();
        using (var list = db.Prepare("SELECT domain, count(*) AS n FROM queue_rcpt GROUP BY domain ORDER BY n DESC, domain LIMIT ?").Bind(key.domains))
        {
            while (list.Step())
                most.Add(new QueueDepth.Destination(list.Text(0), list.Long(1)));
        }

        using var oldest = db.Prepare("SELECT created FROM queue_msg ORDER BY id LIMIT 1");
        return new QueueDepth(parts, most, oldest.Step() ? QueueRows.Time(oldest.Long(0)) : null);
    }, ct);

    public ValueTask<long> CountAsync(CancellationToken ct) => readers.ReadAsync(0, static (db, _) =>
    {
        using var count = db.Prepare("SELECT coalesce(sum(rcpts), 0) FROM queue_msg");
        return count.Step() ? count.Long(0) : 0;
    }, ct);

    public ValueTask<IReadOnlyList<DeadLetter>> ListDeadAsync(DeadLetterId? from, string? address, int most, CancellationToken ct) => readers.ReadAsync((from, address, most), static (db, key) =>
    {
        var letters = new List<DeadLetter>();
        using var list = db.Prepare($"SELECT {DeadLetterRows.Columns} FROM dead_letter WHERE id >= ?1 AND (?2 IS NULL OR rcpt = ?2 COLLATE NOCASE OR sender = ?2 COLLATE NOCASE) ORDER BY id LIMIT ?3")
            .Bind(key.from?.Value ?? 0).Bind(key.address).Bind(key.most);
        while (list.Step())
            letters.Add(DeadLetterRows.Read(list));
        return (IReadOnlyList<DeadLetter>)letters;
    }, ct);

    private static List<QueueListing.Row> ReadRecipients(SqliteConnection db, QueueId message, DateTimeOffset now)
    {
        var rows = new List<QueueListing.Row>();
        using var list = db.Prepare($"SELECT q.id, q.rcpt, q.state, q.attempts, q.due_at, {QueueFilterRows.Stage}, q.last_reply, q.orcpt, q.notify, q.route FROM queue_rcpt q WHERE q.msg_id = ? ORDER BY q.id")
            .Bind(now.ToUnixTimeMilliseconds()).Bind(message.Value);
        while (list.Step())
        {
            rows.Add(new QueueListing.Row(
                new RecipientId(list.Long(0)), list.Text(1), list.Int(2) == (int)RecipientState.Held ? RecipientState.Held : RecipientState.Waiting, list.Int(3), QueueRows.Time(list.Long(4)), list.TextOrNull(6))
            {
                Stage = (RecipientStage)list.Int(5),
                Orcpt = list.TextOrNull(7),
                Notify = list.TextOrNull(8),
                Route = list.TextOrNull(9),
            });
        }
        return rows;
    }
}
