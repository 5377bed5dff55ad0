using Aether.Storage.Blobs;
using Aether.Storage.Engines.Postgres.Reading;
using Aether.Storage.Upkeep;

namespace Aether.Storage.Engines.Postgres.Upkeep;

/// <summary>The queries of compaction on PostgreSQL.</summary>
internal sealed class PostgresSegmentReads(PostgresReaders readers) : ISegmentReads
{
    public ValueTask<IReadOnlyList<SegmentRow>> ListAsync(CancellationToken ct) => readers.ListAsync(
        "SELECT no, bytes, dead, state FROM segment ORDER BY no", _ => { }, row => new SegmentRow(row.Int(0), row.Long(1), row.Long(2), (SegmentState)row.Int(3)), ct);

    public async ValueTask<IReadOnlyList<BlobRow>> ListBlobsAsync(int segment, CancellationToken ct)
    {
        // A look at every row, now and then: an index would cost every delivery.
        var blobs = await readers.ListAsync(
            "SELECT id, size, frames FROM blob WHERE seg = $1 AND place = 1",
            add => add.Add(segment),
            row => new BlobRow(new BlobId(row.Long(0)), row.Long(1), BlobPlace.Segment, segment, FrameTable.Unpack(row.Bytes(2)), []),
            ct);
        return [.. blobs.OrderBy(blob => blob.Frames.FirstOrDefault().Offset)];
    }
}
