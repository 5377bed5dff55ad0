using Aether.Storage.Blobs;
using Aether.Storage.Blobs.S3;
using Aether.Storage.Engines.Postgres.Reading;
using Aether.Storage.Engines.Postgres.Values;

namespace Aether.Storage.Engines.Postgres.Blobs;

/// <summary>The query on blobs on PostgreSQL.</summary>
internal sealed class PostgresBlobReads(PostgresReaders readers) : IBlobReads
{
    private const string Select = "SELECT b.id, b.size, b.place, b.seg, b.frames, d.data, b.hash FROM blob b LEFT JOIN blob_data d ON d.blob_id = b.id ";

    public ValueTask<BlobRow?> FindAsync(BlobId blob, CancellationToken ct) => readers.FindAsync(Select + "WHERE b.id = $1", add => add.Add(blob.Value), Read, ct);

    public async ValueTask<IReadOnlyList<BlobRow>> ListAsync(IReadOnlyList<BlobId> blobs, CancellationToken ct)
    {
        var rows = await readers.ListAsync(Select + "WHERE b.id = ANY ($1)", add => add.Add(blobs.Select(static blob => blob.Value).ToArray()), ReadIfSound, ct);
        return [.. rows.OfType<BlobRow>()];
    }

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

    private static BlobRow Read(PostgresRows row) =>
        new(new BlobId(row.Long(0)), row.Long(1), (BlobPlace)row.Int(2), row.Int(3), FrameTable.Unpack(row.Bytes(4)), row.Bytes(5)) { Hash = row.Bytes(6) };

    private static BlobRow? ReadIfSound(PostgresRows row)
    {
        try
        {
            return Read(row);
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }
}
