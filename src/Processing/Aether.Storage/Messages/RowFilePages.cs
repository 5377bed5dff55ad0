using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Aether.Storage.Blobs;
using Aether.Storage.Durability;

namespace Aether.Storage.Messages;

/// <summary>
/// The pages of a file of rows that was found whole. It stays open as long as somebody has rows of it, and is what it was even when
/// another has come into its place by name.
/// </summary>
/// <param name="file">Closed by its handle once nobody has it any more.</param>
/// <param name="start">Octets before the first row.</param>
/// <param name="count">All rows.</param>
/// <param name="checksums">Of all before each page, and at the end of all.</param>
internal sealed class RowFilePages(IDiskFile file, int start, int count, uint[] checksums)
{
    /// <exception cref="IOException">It can't be read, or is not what it was.</exception>
    public MessageRow[] Read(int page)
    {
        // Pages live long and are many: collections would copy those that came with the first ones while the last are still read.
        var rows = GC.AllocateUninitializedArray<MessageRow>(RowsOf(page), pinned: true);
        Read(page, rows);
        return rows;
    }

    /// <param name="room">Has room for them.</param>
    /// <exception cref="IOException">It can't be read, or is not what it was.</exception>
    public void Read(int page, Span<MessageRow> room)
    {
        var octets = MemoryMarshal.AsBytes(room[..RowsOf(page)]);
        if (file.Read(octets, start + ((long)page * RowPages.PageRows * Unsafe.SizeOf<MessageRow>())) < octets.Length || FrameCompression.Checksum(octets, checksums[page]) != checksums[page + 1])
            throw new IOException("The file with the rows of a mailbox is not what it was when the mailbox was opened.");
    }

    private int RowsOf(int page) => Math.Min(count - (page * RowPages.PageRows), RowPages.PageRows);
}
