using System.Buffers;
using System.Text;
using Aether.Mime.Headers;
using Aether.Mime.Structure;
using Aether.Mime.Text;
using Aether.Storage.Blobs;

namespace Aether.Storage.Search;

/// <summary>
/// Reads the text of a stored message by its part index: decoded header fields, text parts in their charsets, HTML without
/// its markup, headers of messages inside; piece by piece, so that a large message takes no more memory than a small one.
/// The index and a search without index both read with it, so they find the same. RFC 3501 §6.4.4.
/// </summary>
internal static class MessageTextReader
{
    private const int Chunk = 32 * 1024;

    /// <summary>Header octets looked at; a longer header is cut.</summary>
    private const int MaxHeader = 1024 * 1024;

    /// <exception cref="CorruptBlobException">Octets of it are damaged.</exception>
    /// <exception cref="InvalidDataException">The stored part index is damaged.</exception>
    public static async ValueTask ReadAsync(ReadOnlyMemory<byte> packedParts, BodyReader body, ITextSink sink, CancellationToken ct)
    {
        if (!PartIndex.TryRead(packedParts.Span, body.Prefix.Length, out var parts))
            throw new InvalidDataException("The part index of a message is damaged.");

        var folded = new ArrayBufferWriter<byte>(1024);
        ReadFields(await ReadHeaderAsync(body, parts.Root, ct), folded, sink);
        for (int at = 0; at < parts.Entries.Length && !sink.IsFull; at++)
        {
            var part = parts.Entries[at];
            if (at > 0 && parts.Entries[at - 1].Kind is PartKind.Message)
            {
                folded.ResetWrittenCount();
                UnicodeCasemap.Fold(HeaderText.Decode(await ReadHeaderAsync(body, part, ct)), folded);
                sink.Body(folded.WrittenSpan);
                sink.Break();
            }
            if (part.Kind is PartKind.Text or PartKind.Html)
            {
                await ReadPartAsync(body, part, folded, sink, ct);
                sink.Break();
            }
        }
    }

    private static void ReadFields(byte[] header, ArrayBufferWriter<byte> folded, ITextSink sink)
    {
        byte[] unfolded = ArrayPool<byte>.Shared.Rent(header.Length + 1);
        var reader = new HeaderFieldReader(header);
        while (!sink.IsFull && reader.TryRead(out var field))
        {
            folded.ResetWrittenCount();
            UnicodeCasemap.Fold(Encoding.Latin1.GetString(field.Name), folded);
            folded.Write(": "u8);
            UnicodeCasemap.Fold(HeaderText.Decode(unfolded.AsSpan(0, field.Unfold(unfolded))), folded);
            sink.Field(folded.WrittenSpan);
            if (AddressText.TryWrite(field, folded))
                sink.Field(folded.WrittenSpan);
        }
        ArrayPool<byte>.Shared.Return(unfolded);
    }

    private static async ValueTask ReadPartAsync(BodyReader body, PartEntry part, ArrayBufferWriter<byte> folded, ITextSink sink, CancellationToken ct)
    {
        var decoder = new PartTextDecoder(part.Encoding, part.Charset);
        var html = part.Kind is PartKind.Html ? new HtmlText() : null;
        var decoded = new ArrayBufferWriter<char>(1024);
        var readable = html is null ? decoded : new ArrayBufferWriter<char>(1024);
        byte[] octets = ArrayPool<byte>.Shared.Rent(Chunk);
        long at = part.BodyStart;
        bool more = true;
        while (more && !sink.IsFull)
        {
            int count = at < part.BodyEnd ? await body.ReadAsync(at, octets.AsMemory(0, (int)Math.Min(Chunk, part.BodyEnd - at)), ct) : 0;
            at += count;
            more = count > 0;
            decoder.Decode(octets.AsMemory(0, count), decoded);
            html?.Append(decoded.WrittenSpan, readable);
            if (!more)
                html?.Complete(readable);

            folded.ResetWrittenCount();
            UnicodeCasemap.Fold(readable.WrittenSpan, folded);
            sink.Body(folded.WrittenSpan);
            decoded.ResetWrittenCount();
            readable.ResetWrittenCount();
        }
        ArrayPool<byte>.Shared.Return(octets);
    }

    private static async ValueTask<byte[]> ReadHeaderAsync(BodyReader body, PartEntry part, CancellationToken ct)
    {
        byte[] header = new byte[Math.Min(part.HeaderLength, MaxHeader)];
        for (int read = 0; read < header.Length;)
        {
            int count = await body.ReadAsync(part.HeaderStart + read, header.AsMemory(read), ct);
            if (count is 0)
                return header[..read];
            read += count;
        }
        return header;
    }
}
