using Aether.Storage.Blobs;

namespace Aether.Storage.Tests.Blobs;

/// <summary>A hash that was compared need not be again, until anything of the blob's row is other than it was.</summary>
public sealed class CheckedBlobsTests
{
    private static readonly BlobRow Blob = new(new BlobId(7), 300, BlobPlace.Segment, 3, [new Frame(FrameCodec.Zstd, 100, 50, 200, 1), new Frame(FrameCodec.Zstd, 150, 60, 100, 2)], [])
    {
        Hash = [.. Enumerable.Range(0, 32).Select(static i => (byte)i)],
    };

    public static TheoryData<object> Others { get; } =
    [
        Blob with { Id = new BlobId(7 + 4096) },
        Blob with { Segment = 4 },
        Blob with { Place = BlobPlace.Object },
        Blob with { Hash = [.. Blob.Hash.Reverse()] },
        Blob with { Frames = [Blob.Frames[0]] },
        Blob with { Frames = [Blob.Frames[1], Blob.Frames[0]] },
        Blob with { Frames = [Blob.Frames[0], Blob.Frames[1] with { Checksum = 3 }] },
        Blob with { Frames = [Blob.Frames[0] with { Offset = 101 }, Blob.Frames[1]] },
        Blob with { Frames = [Blob.Frames[0] with { Codec = FrameCodec.Plain }, Blob.Frames[1]] },
    ];

    [Fact]
    public void What_was_checked_is_known()
    {
        var known = new CheckedBlobs();
        Assert.False(known.Has(Blob));
        known.Add(Blob);
        Assert.True(known.Has(Blob with { Frames = [.. Blob.Frames], Hash = [.. Blob.Hash] }));
    }

    [Theory]
    [MemberData(nameof(Others))]
    public void What_changed_since_is_not(object other)
    {
        var known = new CheckedBlobs();
        known.Add(Blob);
        Assert.False(known.Has((BlobRow)other));
    }
}
