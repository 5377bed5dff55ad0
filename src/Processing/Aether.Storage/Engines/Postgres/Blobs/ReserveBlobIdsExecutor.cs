using Aether.Storage.Blobs;
using Aether.Storage.Committing;
using Aether.Storage.Engines.Postgres.Writing;

namespace Aether.Storage.Engines.Postgres.Blobs;

/// <summary>Takes ids of blobs; a sequence takes none back, whatever becomes of the transaction.</summary>
internal sealed class ReserveBlobIdsExecutor : PostgresExecutorOf<IReadOnlyList<long>>
{
    public override Type Operation => typeof(ReserveBlobIds);

    public override void Add(PostgresBatch batch, Operation<IReadOnlyList<long>> operation) =>
        batch.Add("SELECT nextval('blob_id') FROM generate_series(1, $1)").Add(((ReserveBlobIds)operation).Count);

    public override async Task<IReadOnlyList<long>> ReadAsync(PostgresAnswer answer, Operation<IReadOnlyList<long>> operation)
    {
        var ids = new List<long>();
        while (await answer.ReadAsync(CancellationToken.None))
            ids.Add(answer.Long(0));
        return ids;
    }
}
