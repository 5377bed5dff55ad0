using System.Text;
using Aether.Storage.Blobs;

namespace Aether.Smtp.Hooks;

/// <summary>A whole message as hooks see it: its fields in order, and its body piece by piece.</summary>
internal sealed class HookContent
{
    private readonly BodyReader reader;

    private HookContent(BodyReader reader, long headerLength, IReadOnlyList<HookField> fields) => (this.reader, HeaderLength, Fields) = (reader, headerLength, fields);

    public IReadOnlyList<HookField> Fields { get; }

    public long Size => reader.Size;

    /// <summary>Octets of the header with its empty line.</summary>
    public long HeaderLength { get; }

    /// <param name="reader">The message; the caller's to dispose.</param>
    /// <param name="headerLength">As the scan of it found: bounded by the limits of headers.</param>
    /// <param name="added">Fields that we add on top, CRLF-ended: whoever signs the message has to see them.</param>
    /// <param name="ct">Fires when the server stops at once.</param>
    public static async ValueTask<HookContent> ReadAsync(BodyReader reader, long headerLength, string added, CancellationToken ct)
    {
        byte[] header = new byte[headerLength];
        for (int at = 0; at < header.Length;)
            at += await reader.ReadAsync(at, header.AsMemory(at), ct);
        return new HookContent(reader, headerLength, [.. Parse(Encoding.UTF8.GetBytes(added)).Select(field => field with { IsAdded = true }), .. Parse(header)]);
    }

    /// <summary>Reads the body from <paramref name="offset"/> on, counted from its first octet.</summary>
    /// <returns>How many octets; 0 at its end.</returns>
    public ValueTask<int> ReadBodyAsync(long offset, Memory<byte> piece, CancellationToken ct) =>
        HeaderLength + offset >= reader.Size ? ValueTask.FromResult(0) : reader.ReadAsync(HeaderLength + offset, piece, ct);

    private static List<HookField> Parse(ReadOnlySpan<byte> header)
    {
        var fields = new List<HookField>();
        while (!header.IsEmpty)
        {
            // A field reaches to the first line end that no white space follows. RFC 5322 §2.2.3.
            int end = header.IndexOf((byte)'\n') + 1;
            while (end > 0 && end < header.Length && header[end] is (byte)' ' or (byte)'\t')
            {
                int more = header[end..].IndexOf((byte)'\n') + 1;
                end = more == 0 ? 0 : end + more;
            }

            var field = end == 0 ? header : header[..end];
            header = header[field.Length..];
            int colon = field.IndexOf((byte)':');
            if (colon > 0)
                fields.Add(new HookField(Encoding.Latin1.GetString(field[..colon]).TrimEnd(), field[(colon + 1)..].TrimEnd("\r\n"u8).ToArray()));
        }

        return fields;
    }
}
