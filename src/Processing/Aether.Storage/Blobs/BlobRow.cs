namespace Aether.Storage.Blobs;

/// <summary>A blob as its row tells.</summary>
internal sealed record BlobRow(BlobId Id, long Size, BlobPlace Place, int Segment, Frame[] Frames, byte[] Inline)
{
    /// <summary>SHA-256 of the octets; empty: not known here.</summary>
    public byte[] Hash { get; init; } = [];
}
