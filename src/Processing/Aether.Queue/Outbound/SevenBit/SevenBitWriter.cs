using System.Buffers;
using System.Text;

namespace Aether.Queue.Outbound.SevenBit;

/// <summary>
/// Makes a message of 7-bit lines of one that has 8-bit parts, for a server without 8BITMIME (RFC 6152 §3): parts that say
/// <c>8bit</c> or <c>binary</c> are written as quoted-printable if they are text, else as base64 (RFC 2045 §6). It goes line by
/// line, without recursion, and holds one header at most. Signatures over the old form do not survive; the text does.
/// </summary>
internal sealed class SevenBitWriter(IBufferWriter<byte> output)
{
    private const int MaxHeader = 512 << 10;
    private const int MaxDepth = 64;
    private readonly List<byte[]> boundaries = [];
    private readonly ArrayBufferWriter<byte> header = new();
    private readonly ArrayBufferWriter<byte> line = new();
    private Base64Lines base64;
    private Mode mode = Mode.Header;

    private enum Mode
    {
        Header,
        Copy,
        QuotedPrintable,
        Base64,
    }

    /// <summary>It can't be done: UTF-8 in a header, 8-bit octets where none may be, parts too deep. What was written is of no use.</summary>
    public bool IsImpossible { get; private set; }

    /// <summary>Takes the next octets.</summary>
    public void Write(ReadOnlySpan<byte> octets)
    {
        while (!octets.IsEmpty)
        {
            int end = octets.IndexOf((byte)'\n');
            var piece = end < 0 ? octets : octets[..(end + 1)];
            line.Write(piece);
            octets = octets[piece.Length..];
            if (end >= 0)
                EndLine();
        }
    }

    /// <summary>The message is over.</summary>
    public void Finish()
    {
        if (line.WrittenCount > 0)
            EndLine();
        if (mode is Mode.Header)
            EndHeader();
        base64.Finish(output);
    }

    private void EndLine()
    {
        var text = line.WrittenSpan;
        text = text.TrimEnd("\r\n"u8);
        if (FindBoundary(text) is { } level)
            EndPart(text, level);
        else if (mode is Mode.Header)
            TakeHeader(text);
        else
            TakeBody(text);
        line.ResetWrittenCount();
    }

    private void TakeHeader(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty)
        {
            EndHeader();
            return;
        }

        IsImpossible |= !Ascii.IsValid(text) || header.WrittenCount + text.Length > MaxHeader;
        if (IsImpossible)
            return;
        header.Write(text);
        header.Write("\r\n"u8);
    }

    private void TakeBody(ReadOnlySpan<byte> text)
    {
        switch (mode)
        {
            case Mode.QuotedPrintable:
                QuotedPrintable.WriteLine(text, output);
                break;
            case Mode.Base64:
                base64.WriteLine(text, output);
                break;
            default:
                IsImpossible |= !Ascii.IsValid(text);
                output.Write(text);
                output.Write("\r\n"u8);
                break;
        }
    }

    private void EndHeader()
    {
        var entity = EntityHeader.Read(header.WrittenSpan);
        header.ResetWrittenCount();
        mode = entity.Form switch
        {
            EntityForm.Message => Mode.Header,
            EntityForm.Multipart => Mode.Copy,
            _ when !entity.IsEightBit => Mode.Copy,
            EntityForm.Text => Mode.QuotedPrintable,
            _ => Mode.Base64,
        };
        if (entity.Boundary is { } boundary)
        {
            boundaries.Add(boundary);
            IsImpossible |= boundaries.Count > MaxDepth;
        }

        output.Write(entity.Rewritten(mode switch { Mode.QuotedPrintable => "quoted-printable", Mode.Base64 => "base64", _ => "7bit" }));
        output.Write("\r\n"u8);
    }

    private int? FindBoundary(ReadOnlySpan<byte> text)
    {
        if (!text.StartsWith("--"u8))
            return null;
        for (int level = boundaries.Count - 1; level >= 0; level--)
        {
            if (text[2..].StartsWith(boundaries[level]) && text[(2 + boundaries[level].Length)..].TrimEnd(" \t"u8) is [] or [(byte)'-', (byte)'-'])
                return level;
        }

        return null;
    }

    private void EndPart(ReadOnlySpan<byte> text, int level)
    {
        if (mode is Mode.Header)
            EndHeader();
        base64.Finish(output);
        bool closes = text.TrimEnd(" \t"u8).Length > 2 + boundaries[level].Length;
        boundaries.RemoveRange(closes ? level : level + 1, boundaries.Count - (closes ? level : level + 1));
        output.Write(text);
        output.Write("\r\n"u8);
        mode = closes ? Mode.Copy : Mode.Header;
    }
}
