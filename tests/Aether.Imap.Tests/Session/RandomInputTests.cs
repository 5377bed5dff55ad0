using System.Text;
using Aether.Configuration.Schema;

namespace Aether.Imap.Tests.Session;

/// <summary>Whatever a client says, it is answered or sent away, and never by way of a bug.</summary>
public sealed class RandomInputTests
{
    private static readonly string[] Words =
    [
        "FETCH", "STORE", "SEARCH", "COPY", "MOVE", "UID", "EXPUNGE", "LIST", "LSUB", "STATUS", "CREATE", "RENAME", "DELETE", "SELECT", "EXAMINE", "SUBSCRIBE", "ID", "NOOP",
        "1", "1:*", "*", "0", "4294967296", "(", ")", "\"\"", "\"", "INBOX", "Archive", "\\Seen", "\\", "FLAGS", "+FLAGS", "BODY[]", "BODY[1.2.MIME]<0.5>", "BODY[HEADER.FIELDS (A)]", "ENVELOPE",
        "ALL", "NOT", "OR", "SUBJECT", "x", "BODY", "TEXT", "HEADER", "SINCE", "1-Jan-2024", "CHARSET", "UTF-8", "{0+}\r\n", "{3+}\r\na\"b", "&AOk-", "&", "%", "[", "]", "NIL", "\xff", "\0",
    ];

    [Theory, InlineData(1), InlineData(2), InlineData(3)]
    public async Task Random_commands_are_answered(int seed)
    {
        var options = ImapTestServer.Options with { Limits = new ImapLimitSettings { SoftErrors = 100_000, HardErrors = 100_000 } };
        await using var server = await ImapTestServer.StartLoggedInAsync(int.MaxValue, messages: ["Subject: a\n\nb", "Content-Type: multipart/mixed; boundary=x\n\n--x\n\ny\n--x--"], options: options);
        var random = new Random(seed);
        for (int number = 0; number < 700; number++)
        {
            string command = string.Join(' ', Enumerable.Range(0, random.Next(1, 7)).Select(_ => Words[random.Next(Words.Length)]));
            string tag = $"t{number} ";
            await server.Client().SendAsync(Encoding.Latin1.GetBytes(tag + command + "\r\n"));
            string? line;
            do
                line = await server.Client().ReadLineAsync();
            while (line is not null && !line.StartsWith(tag, StringComparison.Ordinal) && !line.StartsWith("* BYE", StringComparison.Ordinal));

            Assert.True(line is not null && line.StartsWith(tag, StringComparison.Ordinal), $"{command}: {line}");
            Assert.DoesNotContain("SERVERBUG", line, StringComparison.Ordinal);
        }
    }
}
