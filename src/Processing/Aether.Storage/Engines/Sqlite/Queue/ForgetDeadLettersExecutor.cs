using Aether.Storage.Queue;

namespace Aether.Storage.Engines.Sqlite.Queue;

/// <summary>Deletes dead letters with their references to blobs.</summary>
internal sealed class ForgetDeadLettersExecutor : SqliteExecutor<ForgetDeadLetters, int>
{
    protected override int Execute(SqliteWrite db, ForgetDeadLetters op)
    {
        var gone = new List<(long Id, BlobId Blob)>();
        using (var find = db.Prepare("SELECT id, blob_id FROM dead_letter WHERE CASE WHEN ?1 = 0 THEN forget_at <= ?2 ELSE id = ?1 END ORDER BY forget_at LIMIT ?3")
            .Bind(op.Letter?.Value ?? 0).Bind(op.Now.ToUnixTimeMilliseconds()).Bind(op.Most))
        {
            while (find.Step())
                gone.Add((find.Long(0), new BlobId(find.Long(1))));
        }

        foreach (var (id, blob) in gone)
        {
            db.Prepare("DELETE FROM dead_letter WHERE id = ?").Bind(id).Run();
            db.ReleaseBlob(blob, op.Now);
        }
        return gone.Count;
    }
}
