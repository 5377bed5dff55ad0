using System.Buffers;
using System.Text;

namespace Aether.Protocol.Smtp;

/// <summary>
/// Reads a server's replies: each line is taken once as it comes, within bounds, and its text made harmless, since
/// it goes into logs and reports. RFC 5321 §4.2.
/// </summary>
public sealed class ReplyReader(int maxLineLength, int maxLines)
{
    private const int MaxKeptLineLength = 512;
    private const int MaxKeptLines = 64;
    private readonly List<string> lines = [];
    private int code;
    private int count;
    private EnhancedStatus? enhanced;

    /// <summary>Takes what it can off <paramref name="input"/>, which is left at the first byte not taken.</summary>
    public ReplyStatus TryRead(ref ReadOnlySequence<byte> input, out SmtpReply? reply)
    {
        reply = null;
        while (TryCutLine(ref input, out var line))
        {
            if (line.Length > maxLineLength || ++count > maxLines || !TryTakeLine(line, out bool last))
                return ReplyStatus.Malformed;
            if (!last)
                continue;

            reply = new SmtpReply(code, enhanced, [.. lines]);
            lines.Clear();
            (code, count, enhanced) = (0, 0, null);
            return ReplyStatus.Complete;
        }

        return input.Length > maxLineLength ? ReplyStatus.Malformed : ReplyStatus.Incomplete;
    }

    private bool TryTakeLine(ReadOnlySequence<byte> sequence, out bool last)
    {
        var line = sequence.IsSingleSegment ? sequence.FirstSpan : sequence.ToArray();
        last = line.Length == 3 || (line.Length > 3 && line[3] == (byte)' ');

        // §4.2.1: the first digit is 2 to 5, the second 0 to 5.
        bool fits = line.Length >= 3 && line[0] is >= (byte)'2' and <= (byte)'5' && line[1] is >= (byte)'0' and <= (byte)'9' && line[2] is >= (byte)'0' and <= (byte)'9';
        if (!fits || (line.Length > 3 && line[3] is not ((byte)' ' or (byte)'-')))
            return false;

        // All lines of one reply carry one code; a mixture is a server out of step.
        int lineCode = ((line[0] - '0') * 100) + ((line[1] - '0') * 10) + (line[2] - '0');
        if (lines.Count > 0 && lineCode != code)
            return false;

        code = lineCode;
        var text = Harmless(line[Math.Min(4, line.Length)..]);
        if (EnhancedStatus.TryParse(text, out var status, out int length) && status.Class == code / 100)
        {
            enhanced ??= status;
            text = text[Math.Min(length + 1, text.Length)..];
        }

        if (lines.Count < MaxKeptLines)
            lines.Add(text);
        return true;
    }

    private static string Harmless(ReadOnlySpan<byte> bytes)
    {
        var text = Encoding.UTF8.GetString(bytes[..Math.Min(bytes.Length, MaxKeptLineLength)]);
        return text.Any(IsHarmful) ? string.Concat(text.Select(c => IsHarmful(c) ? '?' : c)) : text;
    }

    // Control and format characters (bidirectional overrides among them) could forge lines in a terminal or a report.
    private static bool IsHarmful(char c) =>
        char.IsControl(c) || char.GetUnicodeCategory(c) is System.Globalization.UnicodeCategory.Format
            or System.Globalization.UnicodeCategory.LineSeparator or System.Globalization.UnicodeCategory.ParagraphSeparator;

    private static bool TryCutLine(ref ReadOnlySequence<byte> input, out ReadOnlySequence<byte> line)
    {
        var reader = new SequenceReader<byte>(input);
        if (!reader.TryReadTo(out line, (byte)'\n'))
            return false;

        // Servers that end lines with LF alone exist, and nothing can be smuggled to a client by it.
        long length = line.Length;
        if (length > 0 && line.Slice(length - 1).FirstSpan[0] == (byte)'\r')
            line = line.Slice(0, length - 1);
        input = reader.UnreadSequence;
        return true;
    }
}
