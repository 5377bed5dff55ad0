using System.Buffers;
using Aether.Mime.Structure;
using Aether.Mime.Text;

namespace Aether.Imap.Commands.Fetching;

/// <summary>Makes the preview of a message from the beginning of its first text. RFC 8970 §4.</summary>
internal static class PreviewReader
{
    /// <summary>Octets of the part looked at: HTML often begins with much that is not text.</summary>
    private const int MaxOctets = 16 * 1024;

    /// <returns>Null when it has no text part.</returns>
    public static async ValueTask<string?> ReadAsync(OpenMessage message, CancellationToken ct)
    {
        var parts = message.Parts.Entries;
        int at = 0;
        while (at < parts.Length && parts[at].Kind is not (PartKind.Text or PartKind.Html))
            at++;
        if (at == parts.Length)
            return null;

        var part = parts[at];
        byte[] octets = new byte[Math.Min(MaxOctets, part.BodyLength)];
        var body = await message.OpenAsync(ct);
        int read = 0;
        while (read < octets.Length && await body.ReadAsync(part.BodyStart + read, octets.AsMemory(read), ct) is var count && count > 0)
            read += count;
        return TextOf(part, octets.AsMemory(0, read));
    }

    private static string TextOf(PartEntry part, ReadOnlyMemory<byte> octets)
    {
        var decoded = new ArrayBufferWriter<char>(1024);
        new PartTextDecoder(part.Encoding, part.Charset).Decode(octets, decoded);
        if (part.Kind is not PartKind.Html)
            return PreviewText.Of(decoded.WrittenSpan);
        var readable = new ArrayBufferWriter<char>(1024);
        var html = new HtmlText();
        html.Append(decoded.WrittenSpan, readable);
        html.Complete(readable);
        return PreviewText.Of(readable.WrittenSpan);
    }
}
