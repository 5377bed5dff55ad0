using Aether.Storage.Engines.Postgres.Writing;
using Aether.Storage.Upkeep;

namespace Aether.Storage.Engines.Postgres.Upkeep;

/// <summary>Switches blobs to their copies; one that was collected or replaced meanwhile leaves its copy dead.</summary>
internal sealed class MoveBlobsExecutor : PostgresExecutor<MoveBlobs, int>
{
    protected override void Add(PostgresBatch batch, MoveBlobs op) => batch.Call("move_blobs", 5).Add(op.From).Add(op.To)
        .Add(op.Blobs.Select(blob => blob.Blob.Value).ToArray()).Add(op.Blobs.Select(blob => blob.Frames).ToArray()).Add(op.Blobs.Select(blob => blob.Stored).ToArray());

    protected override int Read(PostgresAnswer answer, MoveBlobs op) => answer.Int(0);
}
