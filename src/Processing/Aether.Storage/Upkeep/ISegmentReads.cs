using Aether.Storage.Blobs;

namespace Aether.Storage.Upkeep;

/// <summary>What compaction asks of an engine that keeps segments.</summary>
internal interface ISegmentReads
{
    /// <summary>All segments that rows know of.</summary>
    ValueTask<IReadOnlyList<SegmentRow>> ListAsync(CancellationToken ct);

    /// <summary>The blobs of a segment, in the order of their octets.</summary>
    ValueTask<IReadOnlyList<BlobRow>> ListBlobsAsync(int segment, CancellationToken ct);
}

/// <summary>A segment and its counted octets.</summary>
/// <param name="Bytes">Ever placed in it.</param>
/// <param name="Dead">Of those, no longer referred to.</param>
internal readonly record struct SegmentRow(int Number, long Bytes, long Dead, SegmentState State);

/// <summary>Where a segment is in its life; the number is written down.</summary>
internal enum SegmentState
{
    InUse = 0,

    /// <summary>Nothing is in it, and nothing comes in: its file may go.</summary>
    Closed = 1,

    /// <summary>Its file is gone.</summary>
    Removed = 2,
}
