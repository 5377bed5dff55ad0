namespace Aether.Queue.Reports;

/// <summary>A part of a report behind the one for people.</summary>
/// <param name="Fields">Its header, CRLF-ended.</param>
/// <param name="Body">In lines, ASCII; the end of the last one is the boundary's.</param>
internal sealed record ReportPart(string Fields, string Body)
{
    private const int LineLength = 76;

    /// <summary>Octets as a file.</summary>
    public static ReportPart Attachment(string type, string fileName, byte[] content) =>
        new($"Content-Type: {type}\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: attachment;\r\n\tfilename=\"{fileName}\"\r\n", Lines(content));

    /// <summary>Lines of text; encoded where they are not what any server takes. RFC 5322 §2.1.1.</summary>
    /// <param name="text">Octets as U+0000 to U+00FF, lines CRLF-ended.</param>
    public static ReportPart Text(string type, string text) => text.All(char.IsAscii) && text.Split('\n').All(line => line.Length < 998)
        ? new($"Content-Type: {type}\r\nContent-Transfer-Encoding: 7bit\r\n", text)
        : new($"Content-Type: {type}\r\nContent-Transfer-Encoding: base64\r\n", Lines(System.Text.Encoding.Latin1.GetBytes(text)));

    private static string Lines(byte[] content) => string.Join("\r\n", Convert.ToBase64String(content).Chunk(LineLength).Select(line => new string(line)));
}
