using System.Buffers;
using Aether.Storage.Blobs;
using Aether.Storage.Engines.Postgres.Values;
using Aether.Storage.Search;

namespace Aether.Storage.Engines.Postgres.Search;

/// <summary>A kept text, expanded from <see cref="Columns"/>; gives its memory back when disposed.</summary>
internal readonly struct KeptText : IDisposable
{
    /// <summary>What <see cref="Of"/> reads.</summary>
    public const string Columns = "email_id, day, cut, fields, text_length, length, codec, checksum, data";

    private readonly byte[] octets;
    private readonly int fields;
    private readonly int textLength;
    private readonly int length;
    private readonly bool isCut;

    private KeptText(PostgresRows row)
    {
        Email = row.Long(0);
        Day = row.Int(1);
        isCut = row.Int(2) is not 0;
        fields = row.Int(3);
        textLength = row.Int(4);
        length = row.Int(5);
        byte[] stored = row.Bytes(8);
        octets = ArrayPool<byte>.Shared.Rent(length);
        IsReadable = FrameCompression.TryExpand(new Frame((FrameCodec)row.Int(6), 0, stored.Length, length, (uint)row.Long(7)), stored, octets);
    }

    public long Email { get; }

    public int Day { get; }

    /// <summary>Its checksum fits.</summary>
    public bool IsReadable { get; }

    /// <summary>All of the message's text is here.</summary>
    public bool IsWhole => IsReadable && !isCut;

    /// <summary>Fields and body.</summary>
    public ReadOnlySpan<byte> Octets => octets.AsSpan(0, textLength);

    public ReadOnlySpan<byte> Attachments => octets.AsSpan(textLength, length - textLength);

    public SidecarText Text => new(Day, isCut, Octets[..fields], Octets[fields..]);

    public static KeptText Of(PostgresRows row) => new(row);

    public void Dispose() => ArrayPool<byte>.Shared.Return(octets);
}
