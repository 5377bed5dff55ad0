namespace Aether.Smtp.Tests.Commands;

/// <summary>Case S07: chunks. RFC 3030.</summary>
public sealed class BdatTests
{
    private const string Envelope = """
        S: 220 *
        C: EHLO client.test
        S: ...
        S: 250 STARTTLS
        C: MAIL FROM:<a@b.test>
        S: 250 *
        C: RCPT TO:<ann@mx.test>
        S: 250 *

        """;

    [Theory, InlineData(int.MaxValue), InlineData(1)]
    public async Task Chunks_make_one_message(int chunkSize)
    {
        await using var server = await SmtpTestServer.StartAsync(chunkSize);
        await server.PlayAsync(Envelope + """
            C-raw: BDAT 14\r\nSubject: hello
            S: 250 2.0.0 14 octets received
            C-raw: BDAT 0\r\n
            S: 250 2.0.0 0 octets received
            C-raw: BDAT 10 LAST\r\n\r\n\r\n.\r\nx\r\nQUIT\r\n
            S: 250 2.0.0 Accepted as *
            S: 221 *
            S-close:
            """);
        Assert.EndsWith("Subject: hello\r\n\r\n.\r\nx\r\n", await server.OnlyMessageAsync("ann"), StringComparison.Ordinal);
    }

    [Theory, InlineData(int.MaxValue), InlineData(1)]
    public async Task An_empty_last_chunk_ends_the_message(int chunkSize)
    {
        await using var server = await SmtpTestServer.StartAsync(chunkSize);
        await server.PlayAsync(Envelope + """
            C-raw: BDAT 16\r\nSubject: hello\r\n
            S: 250 *
            C: BDAT 0 LAST
            S: 250 2.0.0 Accepted as *
            # the transaction is over: LAST twice
            C: BDAT 0 LAST
            S: 503 5.5.1 *
            """);
        Assert.Single(await server.InboxAsync("ann"));
    }

    [Fact]
    public async Task A_chunk_without_a_transaction_is_read_and_refused()
    {
        await using var server = await SmtpTestServer.StartAsync(int.MaxValue);
        await server.PlayAsync("""
            S: 220 *
            C: EHLO client.test
            S: ...
            S: 250 STARTTLS
            C-raw: BDAT 6 LAST\r\nQUIT\r\nNOOP\r\n
            S: 503 5.5.1 *
            S: 250 2.0.0 OK
            """);
    }

    [Theory]
    [InlineData("BDAT -1")]
    [InlineData("BDAT 9223372036854775808 LAST")]
    [InlineData("BDAT x")]
    [InlineData("BDAT 5 FIRST")]
    public async Task A_chunk_without_a_size_ends_the_session(string line)
    {
        await using var server = await SmtpTestServer.StartAsync(int.MaxValue);
        await server.PlayAsync(Envelope + $"""
            C: {line}
            S: 501 5.5.4 *
            S-close:
            """);
    }

    [Fact]
    public async Task A_chunk_larger_than_any_message_ends_the_session()
    {
        await using var server = await SmtpTestServer.StartAsync(int.MaxValue);
        await server.PlayAsync(Envelope + """
            C: BDAT 999999999999999999
            S: 552 5.3.4 *
            S-close:
            """);
    }

    [Fact]
    public async Task The_size_limit_counts_all_chunks()
    {
        await using var server = await SmtpTestServer.StartAsync(int.MaxValue, limits: limits => limits with { MaxMessageSize = 10 });
        await server.PlayAsync(Envelope + """
            C-raw: BDAT 8\r\nX: 1234\r
            S: 250 *
            C-raw: BDAT 8 LAST\r\n\n12345\r\n
            S: 552 5.3.4 *
            C-raw: BDAT 2 LAST\r\n\r\n
            S: 503 5.5.1 *
            C: NOOP
            S: 250 *
            """);
        await server.AssertNothingTakenAsync();
    }

    [Fact]
    public async Task Data_does_not_mix_with_chunks()
    {
        await using var server = await SmtpTestServer.StartAsync(int.MaxValue);
        await server.PlayAsync(Envelope + """
            C-raw: BDAT 2\r\nX:
            S: 250 *
            C: DATA
            S: 503 5.5.1 Bad sequence of commands
            C: RCPT TO:<bob@mx.test>
            S: 503 5.5.1 Bad sequence of commands
            C: RSET
            S: 250 *
            C: BDAT 0 LAST
            S: 503 5.5.1 *
            """);
        await server.AssertNothingTakenAsync();
    }

    [Theory, InlineData("a\\nb"), InlineData("a\\rb"), InlineData("a\\0b"), InlineData("ab\\r")] // S01
    public async Task Text_in_chunks_has_whole_line_ends(string content)
    {
        await using var server = await SmtpTestServer.StartAsync(int.MaxValue);
        await server.PlayAsync(Envelope + $"""
            C-raw: BDAT 3 LAST\r\n{content}
            S: 550 5.6.0 *
            """);
        await server.AssertNothingTakenAsync();
    }

    [Fact]
    public async Task Binary_content_is_kept_as_it_is_and_comes_by_bdat_alone()
    {
        await using var server = await SmtpTestServer.StartAsync(int.MaxValue);
        await server.PlayAsync("""
            S: 220 *
            C: EHLO client.test
            S: ...
            S: 250 STARTTLS
            C: MAIL FROM:<a@b.test> BODY=BINARYMIME
            C: RCPT TO:<ann@mx.test>
            C: DATA
            S: 250 *
            S: 250 *
            S: 503 5.5.1 BODY=BINARYMIME goes by BDAT
            C-raw: BDAT 9 LAST\r\nX: y\r\n\r\0\n
            S: 250 *
            """);
        Assert.EndsWith("X: y\r\n\r\0\n", await server.OnlyMessageAsync("ann"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whole_transactions_may_be_pipelined_with_chunks()
    {
        await using var server = await SmtpTestServer.StartAsync(int.MaxValue);

        // RFC 3030 §4.2: nothing waits for a go-ahead.
        await server.PlayAsync("""
            S: 220 *
            C: EHLO client.test
            C: MAIL FROM:<a@b.test>
            C: RCPT TO:<ann@mx.test>
            C-raw: BDAT 8 LAST\r\nX: one\r\nMAIL FROM:<a@b.test>\r\nRCPT TO:<bob@mx.test>\r\nBDAT 8 LAST\r\nX: two\r\nQUIT\r\n
            S: ...
            S: 250 2.0.0 Accepted as *
            S: 250 2.1.0 *
            S: 250 2.1.5 *
            S: 250 2.0.0 Accepted as *
            S: 221 *
            """);
        Assert.EndsWith("X: one\r\n", await server.OnlyMessageAsync("ann"), StringComparison.Ordinal);
        Assert.EndsWith("X: two\r\n", await server.OnlyMessageAsync("bob"), StringComparison.Ordinal);
    }
}
