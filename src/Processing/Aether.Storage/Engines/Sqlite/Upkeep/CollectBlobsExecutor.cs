using Aether.Storage.Blobs;
using Aether.Storage.Blobs.S3;
using Aether.Storage.Upkeep;

namespace Aether.Storage.Engines.Sqlite.Upkeep;

/// <summary>Deletes blobs that are still unreferenced when their grace ends.</summary>
internal sealed class CollectBlobsExecutor : SqliteExecutor<CollectBlobs, CollectedBlobs>
{
    protected override CollectedBlobs Execute(SqliteWrite db, CollectBlobs op)
    {
        var due = new List<(long DueAt, long Blob)>();
        using (var list = db.Prepare("SELECT due_at, blob_id FROM blob_gc WHERE due_at <= ? ORDER BY due_at LIMIT ?").Bind(op.Now.ToUnixTimeMilliseconds()).Bind(op.Most))
        {
            while (list.Step())
                due.Add((list.Long(0), list.Long(1)));
        }
        var objects = new List<ObjectKey>();
        foreach (var (dueAt, blob) in due)
        {
            Collect(db, blob, objects);
            db.Prepare("DELETE FROM blob_gc WHERE due_at = ? AND blob_id = ?").Bind(dueAt).Bind(blob).Run();
        }
        return new CollectedBlobs(due.Count, objects);
    }

    private static void Collect(SqliteWrite db, long blob, List<ObjectKey> objects)
    {
        BlobPlace place;
        int segment;
        long stored;
        using (var delete = db.Prepare("DELETE FROM blob WHERE id = ? AND refs = 0 RETURNING place, seg, stored").Bind(blob))
        {
            if (!delete.Step())
                return;
            place = (BlobPlace)delete.Int(0);
            segment = delete.Int(1);
            stored = delete.Long(2);
        }
        if (place is BlobPlace.Inline)
            db.Prepare("DELETE FROM blob_data WHERE blob_id = ?").Bind(blob).Run();
        else if (place is BlobPlace.Object)
            objects.Add(new ObjectKey(new BlobId(blob), segment));
        else
            db.AddDead(segment, stored);
    }
}
