using Aether.Storage.Engines.Postgres.Writing;
using Aether.Storage.Upkeep;

namespace Aether.Storage.Engines.Postgres.Upkeep;

/// <summary>Closes a segment when all its counted octets are dead.</summary>
internal sealed class CloseSegmentExecutor : PostgresExecutor<CloseSegment, bool>
{
    protected override void Add(PostgresBatch batch, CloseSegment op) => batch.Call("close_segment", 1).Add(op.Segment);

    protected override bool Read(PostgresAnswer answer, CloseSegment op) => answer.Bool(0);
}
