namespace Aether.Storage.Blobs;

/// <summary>Frames on their way into the open segment, where they stand between those of other drafts.</summary>
internal sealed class SegmentSink(SegmentFile segment) : IFrameSink
{
    public long Write(FrameCodec codec, int length, ReadOnlySpan<byte> stored, uint checksum) => segment.Write(codec, length, stored, checksum);

    public ValueTask FlushAsync(CancellationToken ct) => ValueTask.CompletedTask;

    public async Task<FramesPlace> CompleteAsync(CancellationToken ct)
    {
        await segment.SyncAsync();
        return new FramesPlace(BlobPlace.Segment, segment.Number, null);
    }

    public void Dispose() => segment.Release();
}
