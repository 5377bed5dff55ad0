using System.Buffers;
using System.Buffers.Text;
using System.Text;
using Aether.Mime.Structure;
using Aether.Storage.Blobs;
using Aether.Storage.Bodies;

namespace Aether.Imap.Commands.Messages;

/// <summary>
/// Rewrites the parts of an appended message that came as they are (Content-Transfer-Encoding: binary) in base64, so that who fetches it
/// without BINARY gets something that fits into a literal. RFC 3516 §4.4, §4.5.
/// </summary>
internal static class BinaryConversion
{
    private const int LineOctets = 57; // 76 characters
    private const int Lines = 512;
    private const int MaxHeader = 1024 * 1024;

    /// <summary>A message in base64 where it was binary; null when nothing in it was, or it can't be told.</summary>
    public static async ValueTask<StoredMessage?> ConvertAsync(BodyStore bodies, StoredMessage message, CancellationToken ct)
    {
        if (!PartIndex.TryRead(message.Facts.Parts.Span, 0, out var parts))
            return null;
        using var body = bodies.Open(message);
        var edits = await FindAsync(body, parts.Entries.ToArray(), ct);
        if (edits.Count is 0)
            return null;

        await using var draft = bodies.NewDraft();
        long at = 0;
        foreach (var edit in edits)
        {
            await CopyAsync(body, at, edit.Start, draft, ct);
            if (edit.Text is { } text)
                draft.Write(text);
            else
                await EncodeAsync(body, edit.Start, edit.End, draft, ct);
            at = edit.End;
        }

        await CopyAsync(body, at, body.Size, draft, ct);
        return await draft.CompleteAsync(ct);
    }

    /// <summary>The fields that say binary, and the bodies of single parts behind them, in order.</summary>
    private static async ValueTask<List<Edit>> FindAsync(BodyReader body, PartEntry[] parts, CancellationToken ct)
    {
        var edits = new List<Edit>();
        foreach (var part in parts)
        {
            if (part.HeaderLength is 0 or > MaxHeader)
                continue;
            byte[] header = new byte[part.HeaderLength];
            for (int read = 0; read < header.Length;)
                read += await ReadAsync(body, part.HeaderStart + read, header.AsMemory(read), ct);
            if (!TryFindField(header, out int start, out int end))
                continue;

            // RFC 2045 §6.4: what holds other parts is not encoded itself.
            bool isSingle = part.Kind is not (PartKind.Multipart or PartKind.Message);
            byte[] field = (isSingle ? "Content-Transfer-Encoding: base64\r\n"u8 : "Content-Transfer-Encoding: 8bit\r\n"u8).ToArray();
            edits.Add(new Edit(part.HeaderStart + start, part.HeaderStart + end, field));
            if (isSingle && part.BodyLength > 0)
                edits.Add(new Edit(part.BodyStart, part.BodyEnd, null));
        }

        edits.Sort(static (one, other) => one.Start.CompareTo(other.Start));
        return edits;
    }

    /// <summary>Where the field stands that says binary, with the lines that go on with it.</summary>
    private static bool TryFindField(ReadOnlySpan<byte> header, out int start, out int end)
    {
        var name = "Content-Transfer-Encoding:"u8;
        for (start = 0; start < header.Length; start = end)
        {
            end = start;
            do
            {
                int line = header[end..].IndexOf((byte)'\n');
                end = line < 0 ? header.Length : end + line + 1;
            }
            while (end < header.Length && header[end] is (byte)' ' or (byte)'\t');
            var field = header[start..end];
            if (field.Length > name.Length && Ascii.EqualsIgnoreCase(field[..name.Length], name))
                return Ascii.EqualsIgnoreCase(field[name.Length..].Trim(" \t\r\n"u8), "binary"u8);
        }

        end = start;
        return false;
    }

    private static async ValueTask CopyAsync(BodyReader body, long from, long to, MessageDraft draft, CancellationToken ct)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(LineOctets * Lines);
        try
        {
            while (from < to)
            {
                int count = await ReadAsync(body, from, buffer.AsMemory(0, (int)Math.Min(buffer.Length, to - from)), ct);
                draft.Write(buffer.AsSpan(0, count));
                await draft.FlushAsync(ct);
                from += count;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static async ValueTask EncodeAsync(BodyReader body, long from, long to, MessageDraft draft, CancellationToken ct)
    {
        byte[] octets = new byte[LineOctets * Lines];
        byte[] text = new byte[Base64.GetMaxEncodedToUtf8Length(LineOctets) + 2];
        while (from < to)
        {
            int count = 0;
            int wanted = (int)Math.Min(octets.Length, to - from);
            while (count < wanted)
                count += await ReadAsync(body, from + count, octets.AsMemory(count, wanted - count), ct);
            for (int line = 0; line < count; line += LineOctets)
            {
                Base64.EncodeToUtf8(octets.AsSpan(line, Math.Min(LineOctets, count - line)), text, out _, out int written);
                draft.Write(text.AsSpan(0, written));
                if (from + line + LineOctets < to)
                    draft.Write("\r\n"u8);
            }

            await draft.FlushAsync(ct);
            from += count;
        }
    }

    private static async ValueTask<int> ReadAsync(BodyReader body, long at, Memory<byte> buffer, CancellationToken ct) =>
        await body.ReadAsync(at, buffer, ct) is > 0 and var count ? count : throw new InvalidDataException("A message that was just written ends early.");

    /// <param name="Text">What stands there instead; null: what stood there, in base64.</param>
    private readonly record struct Edit(long Start, long End, byte[]? Text);
}
