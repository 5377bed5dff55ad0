using Aether.Storage.Engines.Postgres.Writing;
using Aether.Storage.Queue;

namespace Aether.Storage.Engines.Postgres.Queue;

/// <summary>Notes what stands still.</summary>
internal sealed class SetPauseExecutor : PostgresExecutor<SetPause, bool>
{
    protected override void Add(PostgresBatch batch, SetPause op) => batch.Call("set_pause", 5)
        .Add((int)op.Pause.Kind).Add(op.Pause.Name).Add(op.Pause.Since).Add(op.Pause.Reason.Replace("\0", "", StringComparison.Ordinal)).Add(op.Stands);

    protected override bool Read(PostgresAnswer answer, SetPause op) => answer.Bool(0);
}
