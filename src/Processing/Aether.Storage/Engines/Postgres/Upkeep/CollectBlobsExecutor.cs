using Aether.Storage.Blobs.S3;
using Aether.Storage.Engines.Postgres.Writing;
using Aether.Storage.Upkeep;

namespace Aether.Storage.Engines.Postgres.Upkeep;

/// <summary>Deletes blobs that are still unreferenced when their grace ends.</summary>
internal sealed class CollectBlobsExecutor : PostgresExecutor<CollectBlobs, CollectedBlobs>
{
    protected override void Add(PostgresBatch batch, CollectBlobs op) => batch.Call("collect_blobs", 2).Add(op.Now).Add(op.Most);

    protected override CollectedBlobs Read(PostgresAnswer answer, CollectBlobs op)
    {
        var objects = answer.List<long>(1).Zip(answer.List<int>(2), (blob, upload) => new ObjectKey(new BlobId(blob), upload));
        return new CollectedBlobs(answer.Int(0), [.. objects]);
    }
}
