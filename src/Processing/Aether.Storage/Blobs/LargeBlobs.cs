using Aether.Storage.Blobs.S3;

namespace Aether.Storage.Blobs;

/// <summary>
/// Where blobs are that do not fit into the commit. New ones go to the bucket where there is one, else to segments; what is
/// there is read from where its row says, so a store may change from one to the other and keep what it has.
/// </summary>
internal sealed class LargeBlobs(SegmentFiles segments, S3Blobs? objects) : ILargeBlobs
{
    public IFrameSink Begin() => objects?.Begin() ?? segments.Begin();

    public ValueTask<bool> TryReadAsync(BlobRow blob, Frame frame, Memory<byte> stored, CancellationToken ct)
    {
        if (blob.Place is not BlobPlace.Object)
            return segments.TryReadAsync(blob, frame, stored, ct);
        return objects?.TryReadAsync(blob, frame, stored, ct) ?? throw new StoreUnavailableException("The body lies in a bucket, and blobs.url names none.");
    }

    /// <summary>The blob is being read: what it lies in must not go.</summary>
    public void Pin(BlobRow blob)
    {
        if (blob.Place is BlobPlace.Segment)
            segments.Pin(blob.Segment);
    }

    public void Unpin(BlobRow blob)
    {
        if (blob.Place is BlobPlace.Segment)
            segments.Unpin(blob.Segment);
    }

    /// <summary>Nothing that is here now goes until the result is disposed; an object stays for its grace anyway.</summary>
    public IDisposable KeepAll() => segments.KeepAll();

    public void Dispose()
    {
        segments.Dispose();
        objects?.Dispose();
    }
}
