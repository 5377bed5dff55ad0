namespace Aether.Storage.Blobs;

/// <summary>
/// A body whose octets are in place: durable in a segment or an object, or carried along to be stored inline by the operation
/// (<see cref="Inline"/>), or already a blob of the store (<see cref="Existing"/>).
/// </summary>
public sealed class StoredBody
{
    private StoredBody(long size) => Size = size;

    /// <summary>Octets of the body itself.</summary>
    public long Size { get; }

    internal byte[] Hash { get; private init; } = [];

    internal BlobPlace Place { get; private init; }

    internal int Segment { get; private init; }

    internal byte[] Frames { get; private init; } = [];

    internal byte[] Inline { get; private init; } = [];

    /// <summary>Octets as stored, compressed.</summary>
    internal long StoredSize { get; private init; }

    /// <summary>The id that its row must get.</summary>
    internal BlobId? Reserved { get; private init; }

    internal BlobId? Existing { get; private init; }

    internal int InlineBytes => Inline.Length;

    internal static StoredBody InDatabase(long size, byte[] hash, Frame frame, byte[] stored) =>
        new(size) { Hash = hash, Place = BlobPlace.Inline, Frames = FrameTable.Pack([frame]), Inline = stored, StoredSize = stored.Length };

    internal static StoredBody InFrames(long size, byte[] hash, FramesPlace place, IReadOnlyList<Frame> frames) => new(size)
    {
        Hash = hash,
        Place = place.Place,
        Segment = place.Number,
        Reserved = place.Reserved,
        Frames = FrameTable.Pack(frames),
        StoredSize = frames.Sum(frame => (long)frame.Stored),
    };

    internal static StoredBody OfBlob(BlobId blob, long size) => new(size) { Existing = blob };
}
