using System.Globalization;
using System.Text;

namespace Aether.Testing.Transcripts;

/// <summary>
/// Reads a transcript. Blank lines and lines starting with <c>#</c> are passed over; each other line is one of
/// <c>C: text</c> (sent with CRLF), <c>C-raw: text\r\n\x00</c> (sent as it stands, with escapes), <c>C-close:</c>,
/// <c>S: text</c> (one whole line; a last <c>*</c> stands for any rest), <c>S-raw: bytes</c> (just these, with escapes),
/// <c>S: ...</c> (any lines until the next S line fits), <c>S-close:</c> (the server ends the connection) and
/// <c>T: 00:05:00</c> (moves the fake clock once the server waits). Several clients are <c>C1:</c>, <c>S2:</c>, <c>C2-raw:</c>….
/// </summary>
internal static class TranscriptScript
{
    public static IReadOnlyList<TranscriptStep> Parse(string transcript)
    {
        var steps = new List<TranscriptStep>();
        int number = 0;
        foreach (var raw in transcript.Split('\n'))
        {
            number++;
            var line = raw.TrimEnd('\r').TrimStart();
            if (line.Length > 0 && line[0] != '#')
                steps.Add(ParseLine(number, line));
        }

        return steps;
    }

    private static TranscriptStep ParseLine(int number, string line)
    {
        int colon = line.IndexOf(':', StringComparison.Ordinal);
        if (colon < 1)
            throw new FormatException($"Transcript line {number} has no speaker: {line}");

        var speaker = line[..colon];
        var text = line.Length > colon + 1 && line[colon + 1] == ' ' ? line[(colon + 2)..] : line[(colon + 1)..];
        var form = "";
        int dash = speaker.IndexOf('-', StringComparison.Ordinal);
        if (dash > 0)
            (speaker, form) = (speaker[..dash], speaker[dash..]);
        int client = speaker.Length > 1 ? int.Parse(speaker.AsSpan(1), CultureInfo.InvariantCulture) : 1;

        return (speaker[0], form) switch
        {
            ('C', "") => new(number, TranscriptAction.Send, client, text, Encoding.UTF8.GetBytes(text + "\r\n")),
            ('C', "-raw") => new(number, TranscriptAction.Send, client, text, Unescape(text)),
            ('C', "-close") => new(number, TranscriptAction.CloseClient, client, text, []),
            ('S', "") when text is "..." => new(number, TranscriptAction.SkipLines, client, text, []),
            ('S', "") => new(number, TranscriptAction.ExpectLine, client, text, []),
            ('S', "-raw") => new(number, TranscriptAction.ExpectBytes, client, text, Unescape(text)),
            ('S', "-close") => new(number, TranscriptAction.ExpectClose, client, text, []),
            ('T', "") => new(number, TranscriptAction.Advance, client, text, []),
            _ => throw new FormatException($"Transcript line {number} has no known speaker: {line}"),
        };
    }

    private static byte[] Unescape(string text)
    {
        var bytes = new List<byte>(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\')
            {
                int length = char.IsHighSurrogate(text[i]) ? 2 : 1;
                bytes.AddRange(Encoding.UTF8.GetBytes(text.Substring(i, length)));
                i += length - 1;
                continue;
            }

            i++;
            switch (text[i])
            {
                case 'r': bytes.Add((byte)'\r'); break;
                case 'n': bytes.Add((byte)'\n'); break;
                case 't': bytes.Add((byte)'\t'); break;
                case '0': bytes.Add(0); break;
                case 'x': bytes.Add(byte.Parse(text.AsSpan(i + 1, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture)); i += 2; break;
                default: bytes.Add((byte)text[i]); break;
            }
        }

        return [.. bytes];
    }
}
