namespace Aether.Storage.Blobs;

/// <summary>Takes the frames of one blob that is too large to travel inside the commit.</summary>
internal interface IFrameSink : IDisposable
{
    /// <summary>Takes one frame.</summary>
    /// <returns>The offset of its stored octets.</returns>
    /// <exception cref="IOException">It can't be written.</exception>
    long Write(FrameCodec codec, int length, ReadOnlySpan<byte> stored, uint checksum);

    /// <summary>Lets what was taken move on, so that little waits here.</summary>
    /// <exception cref="StoreUnavailableException">It can't be stored at the moment.</exception>
    ValueTask FlushAsync(CancellationToken ct);

    /// <summary>All frames are durable when this returns.</summary>
    /// <exception cref="StoreUnavailableException">They can't be stored at the moment.</exception>
    Task<FramesPlace> CompleteAsync(CancellationToken ct);
}
