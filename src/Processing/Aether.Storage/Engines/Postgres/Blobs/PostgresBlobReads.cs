using Aether.Storage.Blobs;
using Aether.Storage.Blobs.S3;
using Aether.Storage.Engines.Postgres.Reading;

namespace Aether.Storage.Engines.Postgres.Blobs;

/// <summary>The query on blobs on PostgreSQL.</summary>
internal sealed class PostgresBlobReads(PostgresReaders readers) : IBlobReads
{
    public ValueTask<BlobRow?> FindAsync(BlobId blob, CancellationToken ct) => readers.FindAsync(
        "SELECT b.size, b.place, b.seg, b.frames, d.data, b.hash FROM blob b LEFT JOIN blob_data d ON d.blob_id = b.id WHERE b.id = $1",
        add => add.Add(blob.Value),
        row => new BlobRow(blob, row.Long(0), (BlobPlace)row.Int(1), row.Int(2), FrameTable.Unpack(row.Bytes(3)), row.Bytes(4)) { Hash = row.Bytes(5) },
        ct);

    public async ValueTask<IReadOnlySet<ObjectKey>> FindKnownAsync(IReadOnlyList<ObjectKey> objects, CancellationToken ct)
    {
        var placed = await readers.ListAsync(
            "SELECT id, seg FROM blob WHERE id = ANY ($1) AND place = 2",
            add => add.Add(objects.Select(key => key.Blob.Value).ToArray()),
            row => new ObjectKey(new BlobId(row.Long(0)), row.Int(1)),
            ct);
        var known = placed.ToHashSet();
        known.IntersectWith(objects);
        return known;
    }
}
