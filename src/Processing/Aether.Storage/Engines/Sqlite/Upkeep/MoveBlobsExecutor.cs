using Aether.Storage.Upkeep;

namespace Aether.Storage.Engines.Sqlite.Upkeep;

/// <summary>Switches blobs to their copies; one that was collected or replaced meanwhile leaves its copy dead.</summary>
internal sealed class MoveBlobsExecutor : SqliteExecutor<MoveBlobs, int>
{
    protected override int Execute(SqliteWrite db, MoveBlobs op)
    {
        int moved = 0;
        foreach (var blob in op.Blobs)
        {
            db.Prepare("UPDATE blob SET seg = ?, frames = ? WHERE id = ? AND seg = ? AND place = 1").Bind(op.To).Bind(blob.Frames).Bind(blob.Blob.Value).Bind(op.From).Run();
            bool isMoved = db.Changes == 1;
            db.AddSegmentOctets(op.To, blob.Stored);
            db.AddDead(isMoved ? op.From : op.To, blob.Stored);
            moved += isMoved ? 1 : 0;
        }
        return moved;
    }
}
