using Aether.Storage.Queue;

namespace Aether.Storage.Engines.Sqlite.Queue;

/// <summary>Makes waiting recipients due; one with an open lease is under way already.</summary>
internal sealed class RetryQueuedExecutor : SqliteExecutor<RetryQueued, int>
{
    protected override int Execute(SqliteWrite db, RetryQueued op)
    {
        db.Prepare("UPDATE queue_rcpt SET due_at = ?1 WHERE state = 0 AND due_at > ?1 AND lease % 2 = 0 AND (?2 = 0 OR msg_id = ?2)")
            .Bind(op.Now.ToUnixTimeMilliseconds()).Bind(op.Message?.Value ?? 0).Run();
        int changed = db.Changes;
        if (changed > 0)
            db.QueueBecameDue();
        return changed;
    }
}
