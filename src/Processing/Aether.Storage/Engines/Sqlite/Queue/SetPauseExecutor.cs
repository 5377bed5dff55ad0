using Aether.Storage.Queue;

namespace Aether.Storage.Engines.Sqlite.Queue;

/// <summary>Notes what stands still.</summary>
internal sealed class SetPauseExecutor : SqliteExecutor<SetPause, bool>
{
    protected override bool Execute(SqliteWrite db, SetPause op)
    {
        if (op.Stands)
        {
            db.Prepare("INSERT OR IGNORE INTO queue_pause (kind, name, since, reason) VALUES (?, ?, ?, ?)")
                .Bind((long)op.Pause.Kind).Bind(op.Pause.Name).Bind(op.Pause.Since.ToUnixTimeMilliseconds()).Bind(op.Pause.Reason).Run();
        }
        else
        {
            db.Prepare("DELETE FROM queue_pause WHERE kind = ? AND name = ?").Bind((long)op.Pause.Kind).Bind(op.Pause.Name).Run();
        }

        return db.Changes == 1;
    }
}
