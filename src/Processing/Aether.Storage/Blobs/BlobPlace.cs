namespace Aether.Storage.Blobs;

/// <summary>Where a blob's frames are.</summary>
internal enum BlobPlace
{
    /// <summary>In the database: one frame in <c>blob_data</c>.</summary>
    Inline = 0,

    /// <summary>In a segment file.</summary>
    Segment = 1,
}
