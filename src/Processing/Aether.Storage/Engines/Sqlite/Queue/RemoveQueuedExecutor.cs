using Aether.Storage.Engines.Sqlite.Rows;
using Aether.Storage.Queue;

namespace Aether.Storage.Engines.Sqlite.Queue;

/// <summary>Deletes recipients, and messages that have none left.</summary>
internal sealed class RemoveQueuedExecutor : SqliteExecutor<RemoveQueued, int>
{
    protected override int Execute(SqliteWrite db, RemoveQueued op)
    {
        var gone = new List<(long Id, QueueId Message)>();
        using (var find = db.Prepare(
            $"SELECT q.id, q.msg_id FROM queue_rcpt q JOIN queue_msg m ON m.id = q.msg_id WHERE 1{QueueFilterRows.OfMessage(op.Which)}{QueueFilterRows.OfRecipient(op.Which)} LIMIT ?")
            .BindMessage(op.Which).BindRecipient(op.Which, op.Now).Bind(op.Most))
        {
            while (find.Step())
                gone.Add((find.Long(0), new QueueId(find.Long(1))));
        }

        foreach (var (id, message) in gone)
        {
            db.Prepare("DELETE FROM queue_rcpt WHERE id = ?").Bind(id).Run();
            QueueRows.CountDown(db, message, 1, op.Now);
        }
        return gone.Count;
    }
}
