using Aether.Storage.Engines.Postgres.Writing;
using Aether.Storage.Queue;

namespace Aether.Storage.Engines.Postgres.Queue;

/// <summary>Deletes recipients, and messages that have none left.</summary>
internal sealed class RemoveQueuedExecutor : PostgresExecutor<RemoveQueued, int>
{
    protected override void Add(PostgresBatch batch, RemoveQueued op) =>
        batch.Call("remove_queued", QueueFilterArguments.Count + 2).Add(op.Which, op.Now).Add(op.Most).Add(batch.CollectAt(op.Now));

    protected override int Read(PostgresAnswer answer, RemoveQueued op) => answer.Int(0);
}
