namespace Aether.Storage.Blobs;

/// <summary>Where the frames of a large blob are.</summary>
/// <param name="Number">Of the segment, or of the upload.</param>
/// <param name="Reserved">The id that the blob must get, because its frames are already stored under it.</param>
internal readonly record struct FramesPlace(BlobPlace Place, int Number, BlobId? Reserved);
