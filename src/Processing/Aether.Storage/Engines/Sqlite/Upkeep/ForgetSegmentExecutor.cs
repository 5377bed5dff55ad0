using Aether.Storage.Upkeep;

namespace Aether.Storage.Engines.Sqlite.Upkeep;

/// <summary>The row of a removed segment stays, so that its number is never taken for an open one.</summary>
internal sealed class ForgetSegmentExecutor : SqliteExecutor<ForgetSegment, bool>
{
    protected override bool Execute(SqliteWrite db, ForgetSegment op)
    {
        db.Prepare("UPDATE segment SET state = 2 WHERE no = ? AND state = 1").Bind(op.Segment).Run();
        return db.Changes == 1;
    }
}
