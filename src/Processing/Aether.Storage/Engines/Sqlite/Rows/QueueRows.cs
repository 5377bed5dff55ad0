using Aether.Storage.Bodies;
using Aether.Storage.Envelopes;
using Aether.Storage.Queue;

namespace Aether.Storage.Engines.Sqlite.Rows;

/// <summary>What executors and queries share of the queue tables.</summary>
internal static class QueueRows
{
    public const string MessageColumns = "id, message_id, blob_id, prefix, sender, env, created, expires, priority, size";

    /// <summary>Inserts a message with its recipients, all due at once or at the time it is held to. The blob's reference is counted by the caller.</summary>
    public static QueueId Insert(SqliteWrite db, StoredMessage message, BlobId blob, string messageId, QueueEntry entry, DateTimeOffset now)
    {
        db.Prepare("INSERT INTO queue_msg (message_id, blob_id, prefix, sender, env, created, expires, priority, size, rcpts) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
            .Bind(messageId).Bind(blob.Value).Bind(entry.Prefix.Span).Bind(entry.Sender).Bind(QueueColumns.Write(entry.Envelope))
            .Bind(now.ToUnixTimeMilliseconds()).Bind(entry.Expires.ToUnixTimeMilliseconds()).Bind((long)entry.Priority).Bind(message.Body.Size + entry.Prefix.Length).Bind(entry.Recipients.Count).Run();
        var id = new QueueId(db.LastRowId);
        long due = (entry.NotBefore is { } start && start > now ? start : now).ToUnixTimeMilliseconds();
        foreach (var recipient in entry.Recipients)
        {
            db.Prepare("INSERT INTO queue_rcpt (msg_id, domain, rcpt, orcpt, notify, due_at, state, class, route) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")
                .Bind(id.Value).Bind(recipient.Domain).Bind(recipient.Address).Bind(recipient.Orcpt).Bind(recipient.Notify).Bind(due)
                .Bind((long)(entry.IsHeld ? RecipientState.Held : RecipientState.Waiting)).Bind((long)entry.Priority).Bind(recipient.Route).Run();
        }
        db.QueueBecameDue();
        return id;
    }

    /// <summary>Takes recipients off a message; the last one takes the message and its reference to the blob along.</summary>
    public static void CountDown(SqliteWrite db, QueueId message, int recipients, DateTimeOffset now)
    {
        long blob;
        using (var left = db.Prepare("UPDATE queue_msg SET rcpts = rcpts - ? WHERE id = ? RETURNING rcpts, blob_id").Bind(recipients).Bind(message.Value))
        {
            if (!left.Step() || left.Long(0) > 0)
                return;
            blob = left.Long(1);
        }
        db.Prepare("DELETE FROM queue_msg WHERE id = ?").Bind(message.Value).Run();
        db.ReleaseBlob(new BlobId(blob), now);
    }

    /// <summary>Reads <see cref="MessageColumns"/>.</summary>
    public static QueuedMessage ReadMessage(SqliteStatement row) => new(
        new QueueId(row.Long(0)), row.Text(1), new BlobId(row.Long(2)), row.Bytes(3), row.Text(4),
        QueueColumns.ReadEnvelope(row.Text(5)),
        (QueuePriority)row.Int(8), Time(row.Long(6)), Time(row.Long(7)), row.Long(9));

    public static DateTimeOffset Time(long milliseconds) => QueueColumns.ReadTime(milliseconds);
}
