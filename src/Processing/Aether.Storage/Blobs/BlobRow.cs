namespace Aether.Storage.Blobs;

/// <summary>A blob as its row tells.</summary>
internal sealed record BlobRow(BlobId Id, long Size, BlobPlace Place, int Segment, Frame[] Frames, byte[] Inline);
