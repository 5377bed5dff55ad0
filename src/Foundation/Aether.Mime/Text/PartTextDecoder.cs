using System.Buffers;
using System.Text;
using Aether.Mime.Structure;
using MimeKit.Encodings;

namespace Aether.Mime.Text;

/// <summary>Turns the body of a text part into characters chunk by chunk: transfer encoding, then charset; never throws. RFC 2045 §6, RFC 2046 §4.1.2.</summary>
public sealed class PartTextDecoder
{
    private readonly IMimeDecoder? transfer;
    private readonly Decoder characters;
    private byte[] octets = [];

    public PartTextDecoder(TransferEncoding encoding, string charset)
    {
        transfer = encoding switch
        {
            TransferEncoding.Base64 => new Base64Decoder(),
            TransferEncoding.QuotedPrintable => new QuotedPrintableDecoder(),
            _ => null,
        };
        characters = Charsets.Find(charset).GetDecoder();
    }

    /// <summary>Decodes the next octets of the body; pass an empty chunk at the end to get what is held back.</summary>
    public void Decode(ReadOnlyMemory<byte> chunk, ArrayBufferWriter<char> output)
    {
        var plain = chunk.Span;
        if (transfer is not null && !chunk.IsEmpty)
        {
            byte[] input = chunk.ToArray();
            int size = transfer.EstimateOutputLength(input.Length);
            if (octets.Length < size)
                octets = new byte[size];
            plain = octets.AsSpan(0, transfer.Decode(input, 0, input.Length, octets));
        }

        bool flush = chunk.IsEmpty;
        var room = output.GetSpan(characters.GetCharCount(plain, flush) + 1);
        output.Advance(characters.GetChars(plain, room, flush));
    }
}
