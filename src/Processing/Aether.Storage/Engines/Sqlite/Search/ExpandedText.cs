using System.Buffers;
using Aether.Storage.Blobs;
using Aether.Storage.Search;

namespace Aether.Storage.Engines.Sqlite.Search;

/// <summary>A kept text, expanded from the columns <see cref="SqliteSearchReads.TextColumns"/> names; gives its memory back when disposed.</summary>
internal readonly ref struct ExpandedText : IDisposable
{
    private readonly byte[] octets;
    private readonly int length;
    private readonly int fields;
    private readonly int day;
    private readonly bool isCut;

    private ExpandedText(SqliteStatement row)
    {
        day = row.Int(1);
        isCut = row.Int(2) is not 0;
        fields = row.Int(3);
        length = row.Int(4);
        var stored = row.Span(7);
        octets = ArrayPool<byte>.Shared.Rent(length);
        IsReadable = FrameCompression.TryExpand(new Frame((FrameCodec)row.Int(5), 0, stored.Length, length, (uint)row.Long(6)), stored, octets);
    }

    /// <summary>Its checksum fits.</summary>
    public bool IsReadable { get; }

    /// <summary>All of the message's text is here.</summary>
    public bool IsWhole => IsReadable && !isCut;

    public ReadOnlySpan<byte> Octets => octets.AsSpan(0, length);

    public SidecarText Text => new(day, isCut, Octets[..fields], Octets[fields..]);

    public static ExpandedText Of(SqliteStatement row) => new(row);

    public void Dispose() => ArrayPool<byte>.Shared.Return(octets);
}
