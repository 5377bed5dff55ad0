namespace Aether.Storage.Blobs;

/// <summary>Where a blob's frames are.</summary>
internal enum BlobPlace
{
    /// <summary>In the database: one frame in <c>blob_data</c>.</summary>
    Inline = 0,

    /// <summary>In a segment file.</summary>
    Segment = 1,

    /// <summary>In an object of a bucket, named after the blob's id and the number in the segment's column.</summary>
    Object = 2,
}
