using Aether.Mime.Structure;
using MimeKit.Encodings;

namespace Aether.Mime.Text;

/// <summary>Undoes the transfer encoding of a part chunk by chunk; never throws. RFC 2045 §6.</summary>
public sealed class TransferDecoder
{
    private readonly Base64Decoder? base64;
    private readonly QuotedPrintable? quoted;
    private byte[] decoded = [];

    public TransferDecoder(TransferEncoding encoding)
    {
        base64 = encoding is TransferEncoding.Base64 ? new Base64Decoder() : null;
        quoted = encoding is TransferEncoding.QuotedPrintable ? new QuotedPrintable() : null;
    }

    /// <summary>The octets behind the next chunk, valid until the next call.</summary>
    public ReadOnlySpan<byte> Decode(ReadOnlySpan<byte> chunk)
    {
        if (chunk.IsEmpty || (base64 is null && quoted is null))
            return chunk;
        int size = quoted is not null ? QuotedPrintable.MostOf(chunk.Length) : base64!.EstimateOutputLength(chunk.Length);
        if (decoded.Length < size)
            decoded = new byte[size];
        if (quoted is not null)
            return decoded.AsSpan(0, quoted.Decode(chunk, decoded));
        byte[] input = chunk.ToArray();
        return decoded.AsSpan(0, base64!.Decode(input, 0, input.Length, decoded));
    }
}
