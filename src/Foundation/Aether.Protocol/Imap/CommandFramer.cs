using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace Aether.Protocol.Imap;

/// <summary>
/// Gathers one command out of whatever arrives: its lines and its literals, within limits, in one run of octets for
/// <see cref="ArgumentReader"/>. Stops before the message of an APPEND. RFC 3501 §2.2.1, §4.3; RFC 7888.
/// </summary>
public sealed class CommandFramer
{
    /// <summary>"{", ten digits, "+", "}".</summary>
    private const int MaxLiteralSpec = 24;

    /// <summary>A new one for each command: between two of them a client may be silent for half an hour.</summary>
    private ArrayBufferWriter<byte>? command;

    private int lineOctets;
    private int lineStart;
    private int literals;
    private int literalOctets;
    private long literalLeft;

    /// <summary>What comes next goes on with an APPEND: a literal at the end of its line is a message. RFC 3502, RFC 4469.</summary>
    public bool ContinuesAppend { get; set; }

    /// <summary>The limits of the moment; before login they are tighter.</summary>
    public required FrameLimits Limits { get; set; }

    /// <summary>The command so far: without its last line end, literals where they stood, of an APPEND up to the message's brace.</summary>
    public ReadOnlyMemory<byte> Command => command is null ? default : command.WrittenMemory[..CommandLength];

    /// <summary>Size of the literal announced last.</summary>
    public long LiteralSize { get; private set; }

    /// <summary>The client waits for a continuation request before it sends the literal.</summary>
    public bool LiteralIsSynchronizing { get; private set; }

    /// <summary>A tilde stands before the literal: it may hold octets of any kind. RFC 3516 §7 literal8.</summary>
    public bool LiteralIsBinary { get; private set; }

    /// <summary>Nothing of a command has come yet.</summary>
    public bool IsEmpty => command is null or { WrittenCount: 0 };

    private int CommandLength { get; set; }

    private ArrayBufferWriter<byte> Gathered => command ??= new ArrayBufferWriter<byte>(256);

    /// <summary>Forgets the command: the next octets begin another.</summary>
    public void Restart()
    {
        command = null;
        lineOctets = lineStart = literals = literalOctets = CommandLength = 0;
        literalLeft = 0;
    }

    /// <summary>Takes octets off <paramref name="input"/> until something is known.</summary>
    public FrameStatus Read(ref ReadOnlySequence<byte> input)
    {
        while (!input.IsEmpty)
        {
            if (literalLeft > 0)
            {
                var part = input.Slice(0, Math.Min(literalLeft, input.Length));
                Take(part);
                literalLeft -= part.Length;
                input = input.Slice(part.End);
                lineStart = Gathered.WrittenCount;
                continue;
            }

            var end = input.PositionOf((byte)'\n');
            var line = end is { } at ? input.Slice(0, input.GetPosition(1, at)) : input;
            if (lineOctets + line.Length > Limits.MaxLine)
                return FrameStatus.LineTooLong;
            lineOctets += (int)line.Length;
            Take(line);
            input = input.Slice(line.End);
            if (end is not null && AtLineEnd() is var status && status is not FrameStatus.NeedMore)
                return status;
        }

        return FrameStatus.NeedMore;
    }

    private FrameStatus AtLineEnd()
    {
        var line = Gathered.WrittenSpan[lineStart..];
        int ending = line.EndsWith("\r\n"u8) ? 2 : 1;
        line = line[..^ending];
        CommandLength = Gathered.WrittenCount - ending;
        if (!TryReadLiteral(line, out int specLength))
            return FrameStatus.Complete;

        if (!LiteralIsSynchronizing && LiteralSize > Limits.MaxPlainLiteral)
            return FrameStatus.LiteralTooBig;
        if (ContinuesAppend || IsMessageOfAppend(Gathered.WrittenSpan[..(CommandLength - specLength)]))
        {
            CommandLength -= specLength;
            return FrameStatus.Message;
        }

        if (LiteralSize > Limits.MaxLiteral || ++literals > Limits.MaxLiterals || LiteralSize > Limits.MaxLiteralSum - literalOctets)
            return LiteralIsSynchronizing ? FrameStatus.LiteralRefused : FrameStatus.LiteralTooBig;
        literalOctets += (int)LiteralSize;
        literalLeft = LiteralSize;
        lineStart = Gathered.WrittenCount;
        return LiteralIsSynchronizing ? FrameStatus.NeedContinuation : FrameStatus.NeedMore;
    }

    private bool TryReadLiteral(ReadOnlySpan<byte> line, out int specLength)
    {
        specLength = 0;
        if (!line.EndsWith("}"u8))
            return false;
        int open = line.LastIndexOf((byte)'{');
        var digits = open < 0 ? default : line[(open + 1)..^1];
        LiteralIsSynchronizing = !digits.EndsWith("+"u8);
        if (!LiteralIsSynchronizing)
            digits = digits[..^1];
        if (digits.IsEmpty || digits.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
            return false;

        // A number that fits nothing is a literal all the same: the largest one.
        bool fits = digits.Length < MaxLiteralSpec && Utf8Parser.TryParse(digits, out long size, out int _) && (LiteralSize = size) >= 0;
        if (!fits)
            LiteralSize = long.MaxValue;
        LiteralIsBinary = open > 0 && line[open - 1] is (byte)'~';
        specLength = line.Length - open;
        return true;
    }

    /// <summary>The literal stands behind the mailbox of an APPEND or a REPLACE, so it is its message. RFC 3501 §6.3.11, RFC 8508 §3.1.</summary>
    private static bool IsMessageOfAppend(ReadOnlySpan<byte> soFar)
    {
        var rest = Behind(soFar, (byte)' ');
        if (StartsWith(rest, "UID "u8))
            rest = rest["UID "u8.Length..];
        if (StartsWith(rest, "APPEND "u8))
            rest = rest["APPEND "u8.Length..];
        else if (StartsWith(rest, "REPLACE "u8))
            rest = Behind(rest["REPLACE "u8.Length..], (byte)' ');
        else
            return false;
        return rest.ContainsAnyExcept((byte)' ', (byte)'~');
    }

    private static bool StartsWith(ReadOnlySpan<byte> text, ReadOnlySpan<byte> word) => text.Length >= word.Length && Ascii.EqualsIgnoreCase(text[..word.Length], word);

    private static ReadOnlySpan<byte> Behind(ReadOnlySpan<byte> text, byte octet)
    {
        int at = text.IndexOf(octet);
        return at < 0 ? default : text[(at + 1)..];
    }

    private void Take(ReadOnlySequence<byte> octets)
    {
        foreach (var segment in octets)
            Gathered.Write(segment.Span);
    }
}
