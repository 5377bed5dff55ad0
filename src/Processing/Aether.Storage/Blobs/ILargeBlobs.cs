namespace Aether.Storage.Blobs;

/// <summary>A place for blobs that are too large to travel inside the commit.</summary>
internal interface ILargeBlobs : IDisposable
{
    IFrameSink Begin();

    /// <summary>Reads the stored octets of one frame of a blob that lies here.</summary>
    /// <returns>False: they are gone.</returns>
    /// <exception cref="StoreUnavailableException">They can't be read at the moment.</exception>
    ValueTask<bool> TryReadAsync(BlobRow blob, Frame frame, Memory<byte> stored, CancellationToken ct);
}
