namespace Aether.Smtp.Tests.Content;

/// <summary>Case S01: only CRLF "." CRLF ends the data, and content with other line ends is refused as a whole.</summary>
public sealed class SmugglingTests
{
    [Theory]
    [InlineData("a\\n.\\n", int.MaxValue)]
    [InlineData("a\\n.\\r\\n", int.MaxValue)]
    [InlineData("a\\r.\\r", int.MaxValue)]
    [InlineData("a\\r.\\r\\n", int.MaxValue)]
    [InlineData("a\\r\\n.\\r", int.MaxValue)]
    [InlineData("a\\r\\n.\\n", int.MaxValue)]
    [InlineData("a\\r\\n.\\0\\r\\n", int.MaxValue)]
    [InlineData("a\\n.\\n", 1)]
    [InlineData("a\\n.\\r\\n", 1)]
    [InlineData("a\\r.\\r\\n", 1)]
    [InlineData("a\\r\\n.\\n", 1)]
    public async Task Nothing_else_ends_the_data(string wire, int chunkSize)
    {
        await using var server = await SmtpTestServer.StartAsync(chunkSize);
        await server.PlayAsync($"""
            S: 220 *
            C: EHLO client.test
            S: ...
            S: 250 STARTTLS
            C: MAIL FROM:<a@b.test>
            S: 250 *
            C: RCPT TO:<ann@mx.test>
            S: 250 *
            C: DATA
            S: 354 *
            C-raw: {wire}MAIL FROM:<smuggled@b.test>\r\nRCPT TO:<bob@mx.test>\r\nDATA\r\nx\r\n.\r\n
            S: 550 5.6.0 *
            C: NOOP
            S: 250 2.0.0 OK
            """);
        await server.AssertNothingTakenAsync();
    }
}
