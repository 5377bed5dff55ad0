using Aether.Storage.Upkeep;

namespace Aether.Storage.Engines.Sqlite.Upkeep;

/// <summary>Closes a segment when all its counted octets are dead.</summary>
internal sealed class CloseSegmentExecutor : SqliteExecutor<CloseSegment, bool>
{
    protected override bool Execute(SqliteWrite db, CloseSegment op)
    {
        // One that only abandoned drafts wrote to has no row yet.
        db.Prepare("INSERT OR IGNORE INTO segment (no, bytes, dead) VALUES (?, 0, 0)").Bind(op.Segment).Run();
        db.Prepare("UPDATE segment SET state = 1 WHERE no = ? AND bytes = dead AND state = 0").Bind(op.Segment).Run();
        return db.Changes == 1;
    }
}
