using Aether.Storage.Envelopes;
using Aether.Storage.Queue;

namespace Aether.Storage.Engines.Sqlite.Rows;

/// <summary>What executors and queries share of dead letters.</summary>
internal static class DeadLetterRows
{
    public const string Columns =
        "id, message_id, blob_id, prefix, sender, env, priority, size, created, domain, rcpt, orcpt, notify, attempts, last_reply, died, forget_at";

    /// <summary>Keeps a recipient that is about to leave the queue undelivered; the letter refers to the blob like the message does.</summary>
    public static void Bury(SqliteWrite db, RecipientOutcome outcome, DateTimeOffset now, DateTimeOffset until)
    {
        db.Prepare("""
            INSERT INTO dead_letter (message_id, blob_id, prefix, sender, env, priority, size, created, domain, rcpt, orcpt, notify, attempts, last_reply, died, forget_at)
            SELECT m.message_id, m.blob_id, m.prefix, m.sender, m.env, m.priority, m.size, m.created, r.domain, r.rcpt, r.orcpt, r.notify, r.attempts, ?, ?, ?
            FROM queue_rcpt r JOIN queue_msg m ON m.id = r.msg_id WHERE r.id = ?
            """)
            .Bind(outcome.Reply).Bind(now.ToUnixTimeMilliseconds()).Bind(until.ToUnixTimeMilliseconds()).Bind(outcome.Id.Value).Run();
        if (db.Changes == 1)
            db.Prepare("UPDATE blob SET refs = refs + 1 WHERE id = (SELECT m.blob_id FROM queue_rcpt r JOIN queue_msg m ON m.id = r.msg_id WHERE r.id = ?)").Bind(outcome.Id.Value).Run();
    }

    /// <summary>Reads <see cref="Columns"/>.</summary>
    public static DeadLetter Read(SqliteStatement row) => new(
        new DeadLetterId(row.Long(0)), row.Text(1), new BlobId(row.Long(2)), row.Bytes(3), row.Text(4),
        QueueColumns.ReadEnvelope(row.Text(5)), (QueuePriority)row.Int(6), row.Long(7), QueueRows.Time(row.Long(8)),
        new QueueRecipient(row.Text(10), row.Text(9), row.TextOrNull(11), row.TextOrNull(12)), row.Int(13), row.Text(14), QueueRows.Time(row.Long(15)), QueueRows.Time(row.Long(16)));
}
