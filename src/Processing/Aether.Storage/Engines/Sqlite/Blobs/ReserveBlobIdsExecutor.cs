using Aether.Storage.Blobs;

namespace Aether.Storage.Engines.Sqlite.Blobs;

/// <summary>Takes ids of blobs; the block they come from is durable, so none returns.</summary>
internal sealed class ReserveBlobIdsExecutor : SqliteExecutor<ReserveBlobIds, IReadOnlyList<long>>
{
    protected override IReadOnlyList<long> Execute(SqliteWrite db, ReserveBlobIds op) => db.ReserveBlobIds(op.Count);
}
