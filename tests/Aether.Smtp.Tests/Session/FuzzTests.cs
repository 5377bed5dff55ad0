using System.Text;

namespace Aether.Smtp.Tests.Session;

/// <summary>Whatever a client says in whatever order, the session answers, ends, and never stumbles.</summary>
public sealed class FuzzTests
{
    private static readonly string[] Fragments =
    [
        "EHLO x\r\n", "HELO x\r\n", "MAIL FROM:<a@b.test>\r\n", "MAIL FROM:<> SIZE=10 BODY=BINARYMIME\r\n", "RCPT TO:<ann@mx.test>\r\n", "RCPT TO:<nobody@mx.test>\r\n",
        "DATA\r\n", "BDAT 5\r\nhello", "BDAT 3 LAST\r\na\r\n", "BDAT 4 LAST\r\n", "\r\n.\r\n", ".\r\n", "RSET\r\n", "NOOP\r\n", "STARTTLS\r\n", "AUTH PLAIN\r\n", "AUTH PLAIN AA==\r\n",
        "Subject: x\r\n", "\r\n", "VRFY x\r\n", "\n", "\r", "\0", "MAIL FROM:<", "QUIT\r\n",
    ];

    [Theory, InlineData(1), InlineData(2), InlineData(3)]
    public async Task Any_dialogue_is_answered_and_ends(int seed)
    {
        await using var server = await SmtpTestServer.StartAsync(int.MaxValue, transcript: SmtpTestServer.Exempt);
        var random = new Random(seed);
        for (int number = 1; number <= 150; number++)
        {
            var client = server.Client(number);
            for (int i = random.Next(1, 25); i > 0; i--)
            {
                var bytes = random.Next(10) == 0 ? RandomBytes(random) : Encoding.ASCII.GetBytes(Fragments[random.Next(Fragments.Length)]);
                await client.SendAsync(bytes);
            }

            client.Close();
            while (await client.ReadLineAsync() is { } line)
                Assert.DoesNotContain("421 4.3.0", line, StringComparison.Ordinal);
            await client.Session;
        }
    }

    private static byte[] RandomBytes(Random random)
    {
        var bytes = new byte[random.Next(1, 100)];
        random.NextBytes(bytes);
        return bytes;
    }
}
