using Aether.Storage.Blobs;
using Aether.Storage.Upkeep;

namespace Aether.Storage.Engines.Sqlite.Upkeep;

/// <summary>The queries of compaction on SQLite.</summary>
internal sealed class SqliteSegmentReads(SqliteReaders readers) : ISegmentReads
{
    public ValueTask<IReadOnlyList<SegmentRow>> ListAsync(CancellationToken ct) => readers.ReadAsync(0, static (db, _) =>
    {
        var rows = new List<SegmentRow>();
        using var list = db.Prepare("SELECT no, bytes, dead, state FROM segment ORDER BY no");
        while (list.Step())
            rows.Add(new SegmentRow(list.Int(0), list.Long(1), list.Long(2), (SegmentState)list.Int(3)));
        return (IReadOnlyList<SegmentRow>)rows;
    }, ct);

    public ValueTask<IReadOnlyList<BlobRow>> ListBlobsAsync(int segment, CancellationToken ct) => readers.ReadAsync(segment, static (db, segment) =>
    {
        var blobs = new List<BlobRow>();
        // A look at every row, now and then: an index would cost every delivery.
        using var list = db.Prepare("SELECT id, size, frames FROM blob WHERE seg = ? AND place = 1").Bind(segment);
        while (list.Step())
            blobs.Add(new BlobRow(new BlobId(list.Long(0)), list.Long(1), BlobPlace.Segment, segment, FrameTable.Unpack(list.Span(2)), []));
        blobs.Sort(static (a, b) => a.Frames.FirstOrDefault().Offset.CompareTo(b.Frames.FirstOrDefault().Offset));
        return (IReadOnlyList<BlobRow>)blobs;
    }, ct);
}
