using Aether.Storage.Blobs.S3;

namespace Aether.Storage.Blobs;

/// <summary>The query on blobs, one implementation an engine.</summary>
internal interface IBlobReads
{
    /// <summary>The row and, where it is inline, its octets; null when there is no such blob.</summary>
    ValueTask<BlobRow?> FindAsync(BlobId blob, CancellationToken ct);

    /// <summary>The rows of several blobs by one question, in any order; without those that are missing or damaged.</summary>
    ValueTask<IReadOnlyList<BlobRow>> ListAsync(IReadOnlyList<BlobId> blobs, CancellationToken ct);

    /// <summary>Which of the objects are referred to by a row.</summary>
    ValueTask<IReadOnlySet<ObjectKey>> FindKnownAsync(IReadOnlyList<ObjectKey> objects, CancellationToken ct);
}
