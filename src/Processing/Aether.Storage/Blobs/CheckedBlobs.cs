using System.Runtime.InteropServices;

namespace Aether.Storage.Blobs;

/// <summary>
/// Which blobs were lately read whole and had their hash: it is a fifth of the work of reading a large body. What is remembered is of all that the row says, so that one which
/// changed since is checked again; the octets themselves have a checksum in each frame, which is compared every time. Forgets as it likes.
/// </summary>
internal sealed class CheckedBlobs
{
    private const int Places = 4096; // a power of two

    private readonly ulong[] prints = new ulong[Places];

    public bool Has(BlobRow blob) => Volatile.Read(ref PlaceOf(blob)) == PrintOf(blob);

    public void Add(BlobRow blob) => Volatile.Write(ref PlaceOf(blob), PrintOf(blob));

    private ref ulong PlaceOf(BlobRow blob) => ref prints[blob.Id.Value & (Places - 1)];

    private static ulong PrintOf(BlobRow blob)
    {
        ulong print = Mix((ulong)blob.Id.Value, (ulong)blob.Place << 32 | (uint)blob.Segment);
        foreach (ulong part in MemoryMarshal.Cast<byte, ulong>(blob.Hash.AsSpan()))
            print = Mix(print, part);
        foreach (var frame in blob.Frames)
        {
            print = Mix(print, (ulong)frame.Offset << 8 | (ulong)frame.Codec);
            print = Mix(print, (ulong)frame.Stored << 32 | frame.Checksum);
            print = Mix(print, (ulong)frame.Length);
        }
        return print | 1; // nothing has zero
    }

    private static ulong Mix(ulong print, ulong part)
    {
        ulong high = Math.BigMul(print ^ part ^ 0x9E3779B97F4A7C15, 0xD6E8FEB86659FD93, out ulong low);
        return high ^ low;
    }
}
