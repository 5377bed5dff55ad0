using Aether.Storage.Blobs;
using Aether.Storage.Blobs.S3;

namespace Aether.Storage.Engines.Sqlite.Blobs;

/// <summary>The query on blobs on SQLite.</summary>
internal sealed class SqliteBlobReads(SqliteReaders readers) : IBlobReads
{
    public ValueTask<BlobRow?> FindAsync(BlobId blob, CancellationToken ct) => readers.ReadAsync(blob, static (db, blob) =>
    {
        try
        {
            return Find(db, blob);
        }
        catch (Exception damage) when (damage is InvalidDataException or SqliteFailure { IsDamage: true })
        {
            throw new CorruptBlobException(blob, damage.Message);
        }
    }, ct);

    public ValueTask<IReadOnlyList<BlobRow>> ListAsync(IReadOnlyList<BlobId> blobs, CancellationToken ct) => readers.ReadAsync(blobs, static (db, blobs) =>
    {
        var rows = new List<BlobRow>(blobs.Count);
        foreach (var blob in blobs)
        {
            try
            {
                if (Find(db, blob) is { } row)
                    rows.Add(row);
            }
            catch (Exception damage) when (damage is InvalidDataException or SqliteFailure { IsDamage: true })
            {
                // Whoever asks for it alone is told.
            }
        }
        return (IReadOnlyList<BlobRow>)rows;
    }, ct);

    public ValueTask<IReadOnlySet<ObjectKey>> FindKnownAsync(IReadOnlyList<ObjectKey> objects, CancellationToken ct) => readers.ReadAsync(objects, static (db, objects) =>
    {
        var known = new HashSet<ObjectKey>();
        foreach (var key in objects)
        {
            using var find = db.Prepare("SELECT 1 FROM blob WHERE id = ? AND place = 2 AND seg = ?").Bind(key.Blob.Value).Bind(key.Upload);
            if (find.Step())
                known.Add(key);
        }
        return (IReadOnlySet<ObjectKey>)known;
    }, ct);

    private static BlobRow? Find(SqliteConnection db, BlobId blob)
    {
        using var find = db.Prepare("SELECT b.size, b.place, b.seg, b.frames, d.data, b.hash FROM blob b LEFT JOIN blob_data d ON d.blob_id = b.id WHERE b.id = ?").Bind(blob.Value);
        return find.Step() ? new BlobRow(blob, find.Long(0), (BlobPlace)find.Int(1), find.Int(2), FrameTable.Unpack(find.Span(3)), find.Bytes(4)) { Hash = find.Bytes(5) } : null;
    }
}
