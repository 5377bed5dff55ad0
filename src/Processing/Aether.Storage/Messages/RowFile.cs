using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Aether.Storage.Blobs;
using Aether.Storage.Durability;

namespace Aether.Storage.Messages;

/// <summary>
/// The rows of one mailbox in a file, as they are in memory: a million are read in the time that the database needs for
/// fifty thousand. It is never synced and may be lost: whoever reads it brings it up to date, and compares with the mailbox's counters.
/// </summary>
/// <remarks>Header (48 octets, little-endian): magic, size of a row, account, mailbox, mod-sequence, UIDVALIDITY, rows, checksum, zero. Then the rows.</remarks>
internal static class RowFile
{
    private const int HeaderSize = 48;
    private const uint Magic = 0x31_57_52_41; // "ARW1"

    /// <summary>Writes rows into an empty file.</summary>
    /// <exception cref="IOException">The disk is full or broken.</exception>
    public static void Write(IDiskFile file, AccountId account, MailboxId mailbox, uint uidValidity, MailboxRows rows)
    {
        Span<byte> header = stackalloc byte[HeaderSize];
        header.Clear();
        Describe(header, account, mailbox, rows.ModSeq, uidValidity, rows.Rows.Count);
        uint checksum = FrameCompression.Checksum(header);
        long at = HeaderSize;
        for (int page = 0; page < rows.Rows.PageCount; page++)
        {
            var octets = MemoryMarshal.AsBytes(rows.Rows.Peek(page));
            checksum = FrameCompression.Checksum(octets, checksum);
            file.Write(octets, at);
            at += octets.Length;
        }

        BinaryPrimitives.WriteUInt32LittleEndian(header[40..], checksum);
        file.Write(header, 0);
    }

    /// <summary>Reads the file through, and leaves its rows to be read again when somebody looks at them; null when they are not those of this mailbox, or not whole.</summary>
    /// <param name="file">Stays open for the rows.</param>
    public static RowFileContent? Read(IDiskFile file, AccountId account, MailboxId mailbox)
    {
        Span<byte> header = stackalloc byte[HeaderSize];
        if (!BitConverter.IsLittleEndian || file.Read(header, 0) < HeaderSize)
            return null;
        var modSeq = new ModSeq(BinaryPrimitives.ReadInt64LittleEndian(header[24..]));
        uint uidValidity = BinaryPrimitives.ReadUInt32LittleEndian(header[32..]);
        int count = BinaryPrimitives.ReadInt32LittleEndian(header[36..]);
        uint expected = BinaryPrimitives.ReadUInt32LittleEndian(header[40..]);
        Span<byte> meant = stackalloc byte[HeaderSize];
        meant.Clear();
        Describe(meant, account, mailbox, modSeq, uidValidity, count);
        BinaryPrimitives.WriteUInt32LittleEndian(header[40..], 0);
        if (!header.SequenceEqual(meant) || file.Length != HeaderSize + ((long)count * Unsafe.SizeOf<MessageRow>()))
            return null;

        var pages = new RowPages();
        uint[] checksums = new uint[((count + RowPages.PageRows - 1) / RowPages.PageRows) + 1];
        var source = new RowFilePages(file, HeaderSize, count, checksums);
        checksums[0] = FrameCompression.Checksum(meant);
        var (unseen, bytes, at) = (0, 0L, (long)HeaderSize);
        var buffer = new MessageRow[Math.Min(count, RowPages.PageRows)];
        for (int page = 0; page < checksums.Length - 1; page++)
        {
            var rows = buffer.AsSpan(0, Math.Min(count - (page * RowPages.PageRows), RowPages.PageRows));
            var octets = MemoryMarshal.AsBytes(rows);
            if (file.Read(octets, at) < octets.Length)
                return null;
            checksums[page + 1] = FrameCompression.Checksum(octets, checksums[page]);
            foreach (ref readonly var row in rows)
                RowFileContent.Count(in row, 1, ref unseen, ref bytes);
            pages.AppendPage(new RowPage(source, page, rows[0].Uid.Value), rows.Length);
            at += octets.Length;
        }

        return checksums[^1] == expected ? new RowFileContent(new MailboxRows(pages, modSeq), uidValidity, unseen, bytes) : null;
    }

    private static void Describe(Span<byte> header, AccountId account, MailboxId mailbox, ModSeq modSeq, uint uidValidity, int count)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(header, Magic);
        BinaryPrimitives.WriteInt32LittleEndian(header[4..], Unsafe.SizeOf<MessageRow>());
        BinaryPrimitives.WriteInt64LittleEndian(header[8..], account.Value);
        BinaryPrimitives.WriteInt64LittleEndian(header[16..], mailbox.Value);
        BinaryPrimitives.WriteInt64LittleEndian(header[24..], modSeq.Value);
        BinaryPrimitives.WriteUInt32LittleEndian(header[32..], uidValidity);
        BinaryPrimitives.WriteInt32LittleEndian(header[36..], count);
    }
}
