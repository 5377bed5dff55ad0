namespace Aether.Storage;

/// <summary>A stored body does not have the octets that were stored: its checksum differs, or its segment is gone.</summary>
public sealed class CorruptBlobException(BlobId blob, string detail) : IOException($"Blob {blob} is damaged: {detail}.")
{
    public BlobId Blob { get; } = blob;
}
