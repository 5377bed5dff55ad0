using Aether.Storage.Engines.Sqlite.Rows;
using Aether.Storage.Queue;

namespace Aether.Storage.Engines.Sqlite.Queue;

/// <summary>Deletes a message with its recipients.</summary>
internal sealed class RemoveQueuedExecutor : SqliteExecutor<RemoveQueued, bool>
{
    protected override bool Execute(SqliteWrite db, RemoveQueued op)
    {
        db.Prepare("DELETE FROM queue_rcpt WHERE msg_id = ?").Bind(op.Message.Value).Run();
        int recipients = db.Changes;
        QueueRows.CountDown(db, op.Message, recipients, op.Now);
        return recipients > 0;
    }
}
