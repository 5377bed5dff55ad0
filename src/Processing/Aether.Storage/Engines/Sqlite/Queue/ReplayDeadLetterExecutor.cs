using Aether.Storage.Engines.Sqlite.Rows;
using Aether.Storage.Queue;

namespace Aether.Storage.Engines.Sqlite.Queue;

/// <summary>Moves a dead letter back into the queue; its reference to the blob goes with it.</summary>
internal sealed class ReplayDeadLetterExecutor : SqliteExecutor<ReplayDeadLetter, bool>
{
    protected override bool Execute(SqliteWrite db, ReplayDeadLetter op)
    {
        DeadLetter letter;
        using (var find = db.Prepare($"SELECT {DeadLetterRows.Columns} FROM dead_letter WHERE id = ?").Bind(op.Letter.Value))
        {
            if (!find.Step())
                return false;
            letter = DeadLetterRows.Read(find);
        }

        db.Prepare("INSERT INTO queue_msg (message_id, blob_id, prefix, sender, env, created, expires, priority, size, rcpts) SELECT message_id, blob_id, prefix, sender, env, ?, ?, priority, size, 1 FROM dead_letter WHERE id = ?")
            .Bind(op.Now.ToUnixTimeMilliseconds()).Bind(op.Expires.ToUnixTimeMilliseconds()).Bind(op.Letter.Value).Run();
        db.Prepare("INSERT INTO queue_rcpt (msg_id, domain, rcpt, orcpt, notify, due_at, class) VALUES (?, ?, ?, ?, ?, ?, ?)")
            .Bind(db.LastRowId).Bind(letter.Recipient.Domain).Bind(letter.Recipient.Address).Bind(letter.Recipient.Orcpt).Bind(letter.Recipient.Notify)
            .Bind(op.Now.ToUnixTimeMilliseconds()).Bind((long)letter.Priority).Run();
        db.Prepare("DELETE FROM dead_letter WHERE id = ?").Bind(op.Letter.Value).Run();
        db.QueueBecameDue();
        return true;
    }
}
