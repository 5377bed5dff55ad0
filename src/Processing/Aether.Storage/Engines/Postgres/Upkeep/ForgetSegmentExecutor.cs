using Aether.Storage.Engines.Postgres.Writing;
using Aether.Storage.Upkeep;

namespace Aether.Storage.Engines.Postgres.Upkeep;

/// <summary>The row of a removed segment stays, so that its number is never taken for an open one.</summary>
internal sealed class ForgetSegmentExecutor : PostgresExecutor<ForgetSegment, bool>
{
    protected override void Add(PostgresBatch batch, ForgetSegment op) => batch.Call("forget_segment", 1).Add(op.Segment);

    protected override bool Read(PostgresAnswer answer, ForgetSegment op) => answer.Bool(0);
}
