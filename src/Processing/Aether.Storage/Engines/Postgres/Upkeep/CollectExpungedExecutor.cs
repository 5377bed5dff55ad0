using Aether.Storage.Engines.Postgres.Writing;
using Aether.Storage.Upkeep;

namespace Aether.Storage.Engines.Postgres.Upkeep;

/// <summary>Deletes the email rows of removed messages and gives their blobs up.</summary>
internal sealed class CollectExpungedExecutor : PostgresExecutor<CollectExpunged, int>
{
    protected override void Add(PostgresBatch batch, CollectExpunged op) => batch.Call("collect_expunged", 3).Add(op.Now).Add(op.Most).Add(batch.CollectAt(op.Now));

    protected override int Read(PostgresAnswer answer, CollectExpunged op) => answer.Int(0);
}
