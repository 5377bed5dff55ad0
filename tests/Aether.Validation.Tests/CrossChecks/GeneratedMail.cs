using System.Text;

namespace Aether.Validation.Tests.CrossChecks;

/// <summary>Messages with all that canonical forms treat differently, and changes on their way; the same ones each time.</summary>
internal sealed class GeneratedMail(int seed)
{
    private static readonly string[] Words = ["hello", "a", "b  c", "tab\there", " lead", "trail ", "=?utf-8?q?x?=", "\u00e9\u00fc", "", ".", "--", "x=y;z"];
    private static readonly string[] Names = ["To", "Cc", "Reply-To", "X-Thing", "MIME-Version", "Message-ID", "List-Id", "SUBJECT", "References"];
    private readonly Random random = new(seed);

    public string Message(string domain)
    {
        var text = new StringBuilder($"From: Joe <joe@{domain}>\r\nDate: Sun, 22 Nov 2026 12:00:00 +0000\r\n");
        for (int i = random.Next(6); i > 0; i--)
            text.Append(Names[random.Next(Names.Length)]).Append(": ").Append(Word()).Append(random.Next(3) == 0 ? "\r\n\t " + Word() + "x" : "").Append("\r\n");
        text.Append("Subject: ").Append(Word()).Append("\r\n\r\n");
        for (int i = random.Next(8); i > 0; i--)
            text.Append(Word()).Append(' ', random.Next(3)).Append(Word()).Append("\r\n");
        for (int i = random.Next(4); i > 0; i--)
            text.Append("\r\n");
        return text.ToString();
    }

    /// <summary>What a hop may do to it: nothing in two of eight cases.</summary>
    public string Changed(string message)
    {
        int body = message.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4;
        return random.Next(8) switch
        {
            0 => message + "\r\n\r\n",
            1 => message + "more\r\n",
            2 => message[..body] + message[body..].Replace(" ", "  ", StringComparison.Ordinal),
            3 => message.Replace("\r\nSubject: ", "\r\nSubject:   ", StringComparison.Ordinal),
            4 => message.Replace("\r\nSubject: ", "\r\nSubject: Re: ", StringComparison.Ordinal),
            5 => message.Replace("\r\nDate: ", "\r\nReceived: by hop\r\nDate: ", StringComparison.Ordinal),
            _ => message,
        };
    }

    private string Word() => Words[random.Next(Words.Length)];
}
