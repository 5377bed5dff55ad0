namespace Aether.Storage.Blobs;

/// <summary>The query on blobs, one implementation an engine.</summary>
internal interface IBlobReads
{
    /// <summary>The row and, where it is inline, its octets; null when there is no such blob.</summary>
    ValueTask<BlobRow?> FindAsync(BlobId blob, CancellationToken ct);
}
