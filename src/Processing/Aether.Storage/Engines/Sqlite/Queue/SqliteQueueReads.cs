using Aether.Storage.Engines.Sqlite.Rows;
using Aether.Storage.Queue;

namespace Aether.Storage.Engines.Sqlite.Queue;

/// <summary>The queries on the queue on SQLite.</summary>
internal sealed class SqliteQueueReads(SqliteReaders readers) : IQueueReads
{
    public ValueTask<QueuedMessage?> FindAsync(QueueId message, CancellationToken ct) => readers.ReadAsync(message, static (db, message) =>
    {
        using var find = db.Prepare($"SELECT {QueueRows.MessageColumns} FROM queue_msg WHERE id = ?").Bind(message.Value);
        return find.Step() ? QueueRows.ReadMessage(find) : null;
    }, ct);

    public ValueTask<IReadOnlyList<QueueListing>> ListAsync(QueueId? from, int most, CancellationToken ct) => readers.ReadSnapshotAsync((from, most), static (db, key) =>
    {
        var messages = new List<QueuedMessage>();
        using (var list = db.Prepare($"SELECT {QueueRows.MessageColumns} FROM queue_msg WHERE id >= ? ORDER BY id LIMIT ?").Bind(key.from?.Value ?? 0).Bind(key.most))
        {
            while (list.Step())
                messages.Add(QueueRows.ReadMessage(list));
        }
        return (IReadOnlyList<QueueListing>)messages.ConvertAll(message => new QueueListing(message, ReadRecipients(db, message.Id)));
    }, ct);

    public async ValueTask<QueueListing?> ShowAsync(QueueId message, CancellationToken ct)
    {
        var found = await ListAsync(message, 1, ct);
        return found.Count == 1 && found[0].Message.Id == message ? found[0] : null;
    }

    public ValueTask<DateTimeOffset?> NextDueAsync(CancellationToken ct) => readers.ReadAsync(0, static (db, _) =>
    {
        using var next = db.Prepare("SELECT min(due_at) FROM queue_rcpt WHERE state = 0");
        return next.Step() && !next.IsNull(0) ? QueueRows.Time(next.Long(0)) : (DateTimeOffset?)null;
    }, ct);

    public ValueTask<long> CountAsync(CancellationToken ct) => readers.ReadAsync(0, static (db, _) =>
    {
        using var count = db.Prepare("SELECT coalesce(sum(rcpts), 0) FROM queue_msg");
        return count.Step() ? count.Long(0) : 0;
    }, ct);

    private static List<QueueListing.Row> ReadRecipients(SqliteConnection db, QueueId message)
    {
        var rows = new List<QueueListing.Row>();
        using var list = db.Prepare("SELECT id, rcpt, state, attempts, due_at, lease, last_reply FROM queue_rcpt WHERE msg_id = ? ORDER BY id").Bind(message.Value);
        while (list.Step())
        {
            rows.Add(new QueueListing.Row(
                new RecipientId(list.Long(0)), list.Text(1), (RecipientState)list.Int(2), list.Int(3), QueueRows.Time(list.Long(4)), list.TextOrNull(6)));
        }
        return rows;
    }
}
