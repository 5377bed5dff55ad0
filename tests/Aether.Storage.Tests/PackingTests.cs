using System.Buffers;
using Aether.Storage.Blobs;
using Aether.Storage.Changes;
using Aether.Storage.Messages;
using CsCheck;

namespace Aether.Storage.Tests;

/// <summary>Packed columns come back as they went in, and damaged ones never do harm.</summary>
public sealed class PackingTests
{
    [Fact]
    public void Numbers_come_back() => Gen.ULong.Sample(value =>
    {
        var packed = new ArrayBufferWriter<byte>();
        Varint.Write(packed, value);
        var rest = packed.WrittenSpan;
        return Varint.Read(ref rest) == value && rest.IsEmpty;
    });

    [Fact]
    public void Signed_differences_come_back() => Gen.Long.Sample(value => Varint.UnZigZag(Varint.ZigZag(value)) == value);

    [Fact]
    public void Uids_of_a_change_come_back() => Gen.UInt.Array[0, 50].Sample(uids =>
    {
        var ascending = uids.Distinct().Order().ToArray();
        var unpacked = new SortedSet<uint>();
        ChangedIds.AddUids(ChangedIds.Pack([.. ascending.Select((uid, i) => (new Uid(uid), new EmailId(i * 977 % 13)))]), unpacked);
        return unpacked.SequenceEqual(ascending);
    });

    [Fact]
    public void Places_come_back() => Gen.Select(Gen.Long[0, long.MaxValue], Gen.UInt).Array[0, 20].Sample(places =>
    {
        var given = places.Select(place => (new MailboxId(place.Item1), new Uid(place.Item2))).ToList();
        return Places.Unpack(Places.Pack(given)).SequenceEqual(given);
    });

    [Fact]
    public void Frames_come_back() => Gen.Select(Gen.Int[0, 100_000], Gen.Int[1, Frame.MaxLength], Gen.Int[1, Frame.MaxLength], Gen.UInt).Array[1, 30].Sample(given =>
    {
        var frames = new List<Frame>();
        long end = 0;
        foreach (var (gap, stored, length, checksum) in given)
        {
            frames.Add(new Frame(FrameCodec.Zstd, end + gap, stored, length, checksum));
            end += gap + stored;
        }
        return FrameTable.Unpack(FrameTable.Pack(frames)).SequenceEqual(frames);
    });

    [Fact]
    public void Damaged_columns_are_told_apart_and_never_run_away() => Gen.Byte.Array[0, 200].Sample(octets =>
    {
        try
        {
            FrameTable.Unpack(octets);
        }
        catch (InvalidDataException)
        {
            return true;
        }
        return true;
    });

    [Fact]
    public void Ranges_name_every_uid_once_and_pieces_stay_small() => Gen.UInt[1, 5000].Array[0, 300].Sample(uids =>
    {
        var ascending = uids.Distinct().Order().Select(uid => new Uid(uid)).ToList();
        var pieces = UidRanges.Cut(ascending, 100).ToList();
        var flat = pieces.SelectMany(piece => piece.Ranges).SelectMany(range => Enumerable.Range((int)range.First, (int)(range.Last - range.First) + 1)).Select(uid => new Uid((uint)uid));
        return flat.SequenceEqual(ascending) && pieces.TrueForAll(piece => piece.Ranges.Sum(range => (long)range.Last - range.First + 1) <= 100);
    });
}
