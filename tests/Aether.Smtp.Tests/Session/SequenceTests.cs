namespace Aether.Smtp.Tests.Session;

public sealed class SequenceTests
{
    [Theory, InlineData(int.MaxValue), InlineData(1)]
    public async Task Commands_out_of_order_are_refused(int chunkSize)
    {
        await using var server = await SmtpTestServer.StartAsync(chunkSize);

        // RFC 5321 §4.1.4: EHLO before all, MAIL before RCPT, RCPT before DATA.
        await server.PlayAsync("""
            S: 220 *
            C: MAIL FROM:<a@b.test>
            S: 503 5.5.1 Say EHLO first
            C: EHLO client.test
            S: ...
            S: 250 STARTTLS
            C: RCPT TO:<ann@mx.test>
            S: 503 5.5.1 Say MAIL first
            C: DATA
            S: 503 5.5.1 Say MAIL first
            C: MAIL FROM:<a@b.test>
            S: 250 2.1.0 *
            C: MAIL FROM:<a@b.test>
            S: 503 5.5.1 A transaction is open
            C: DATA
            S: 503 5.5.1 No valid recipients
            C: RSET
            S: 250 2.0.0 *
            C: RCPT TO:<ann@mx.test>
            S: 503 5.5.1 Say MAIL first
            C: MAIL FROM:<a@b.test>
            S: 250 *
            C: EHLO again.test
            S: ...
            S: 250 STARTTLS
            # §4.1.4: EHLO resets
            C: RCPT TO:<ann@mx.test>
            S: 503 5.5.1 Say MAIL first
            C: QUIT
            S: 221 *
            """);
    }

    [Theory, InlineData(int.MaxValue), InlineData(1)]
    public async Task Unknown_commands_and_needless_arguments_are_refused(int chunkSize)
    {
        await using var server = await SmtpTestServer.StartAsync(chunkSize);
        await server.PlayAsync("""
            S: 220 *
            C: GET / HTTP/1.1
            S: 500 5.5.1 *
            C: XCLIENT ADDR=192.0.2.9
            S: 500 5.5.1 *
            C:
            S: 500 5.5.2 *
            C: RSET now
            S: 501 5.5.4 *
            C: EXPN list
            S: 502 5.5.1 *
            C: VRFY
            S: 501 5.5.4 *
            # S10, RFC 5321 §3.5.3
            C: VRFY ann
            S: 252 2.5.0 *
            C: QUIT now
            S: 501 5.5.4 *
            """);
    }

    [Theory] // RFC 5321 §2.3.8
    [InlineData("NOOP\\n")]
    [InlineData("NO\\rOP\\r\\n")]
    [InlineData("NOOP\\nQUIT\\r\\n")]
    public async Task A_lone_cr_or_lf_ends_the_session(string raw)
    {
        await using var server = await SmtpTestServer.StartAsync(int.MaxValue);
        await server.PlayAsync($"""
            S: 220 *
            C-raw: {raw}
            S: 500 5.5.2 *
            S-close:
            """);
    }

    [Fact]
    public async Task Pipelined_commands_are_answered_in_order()
    {
        await using var server = await SmtpTestServer.StartAsync(int.MaxValue);

        // RFC 2920 §3.2.
        await server.PlayAsync("""
            S: 220 *
            C: EHLO client.test
            S: ...
            S: 250 STARTTLS
            C: MAIL FROM:<a@b.test>
            C: RCPT TO:<ann@mx.test>
            C: RCPT TO:<nobody@mx.test>
            C: RCPT TO:<bob@mx.test>
            C: DATA
            S: 250 2.1.0 *
            S: 250 2.1.5 *
            S: 550 5.1.1 *
            S: 250 2.1.5 *
            S: 354 *
            C: Subject: hello
            C:
            C: text
            C: .
            C: QUIT
            S: 250 2.0.0 Accepted as *
            S: 221 *
            S-close:
            """);
        Assert.Single(await server.InboxAsync("ann"));
        Assert.Single(await server.InboxAsync("bob"));
    }

    [Fact] // S04
    public async Task Content_pipelined_behind_data_ends_the_session()
    {
        await using var server = await SmtpTestServer.StartAsync(int.MaxValue);
        await server.PlayAsync("""
            S: 220 *
            C: EHLO client.test
            S: ...
            S: 250 STARTTLS
            C: MAIL FROM:<a@b.test>
            C: RCPT TO:<ann@mx.test>
            C: DATA
            C: Subject: too early
            C: .
            S: 250 *
            S: 250 *
            S: 503 5.5.1 Improper use of command pipelining
            S-close:
            """);
        await server.AssertNothingTakenAsync();
    }

    [Fact] // S04
    public async Task Whoever_speaks_before_the_greeting_is_refused()
    {
        await using var server = await SmtpTestServer.StartAsync(int.MaxValue, transcript: options => options with { SpeaksFirst = "EHLO early.test\r\n" });
        await server.PlayAsync("""
            S: 521 5.5.1 *
            S-close:
            """);
    }

    [Fact]
    public async Task Half_a_command_and_a_close_end_the_session()
    {
        await using var server = await SmtpTestServer.StartAsync(int.MaxValue);
        await server.PlayAsync("""
            S: 220 *
            C-raw: NOOP\r\nMAIL FR
            C-close:
            S: 250 *
            S-close:
            """);
        await server.Client().Session;
    }

    [Fact] // S11
    public async Task A_drain_ends_sessions_between_commands()
    {
        await using var server = await SmtpTestServer.StartAsync(int.MaxValue);
        await server.PlayAsync("""
            S: 220 *
            C: EHLO client.test
            S: ...
            S: 250 STARTTLS
            """);
        await server.Client().WhenServerWaitsAsync();
        server.Drain();
        await server.PlayAsync("""
            S: 421 4.3.2 *
            S-close:
            """);
    }

    [Fact] // S11: what is under way is finished
    public async Task A_drain_lets_content_end()
    {
        await using var server = await SmtpTestServer.StartAsync(int.MaxValue);
        await server.PlayAsync("""
            S: 220 *
            C: EHLO client.test
            C: MAIL FROM:<a@b.test>
            C: RCPT TO:<ann@mx.test>
            C: DATA
            S: ...
            S: 354 *
            C: Subject: slow
            """);
        await server.Client().WhenServerWaitsAsync();
        server.Drain();
        await server.PlayAsync("""
            C: .
            S: 250 2.0.0 *
            S: 421 4.3.2 *
            S-close:
            """);
        Assert.Single(await server.InboxAsync("ann"));
    }
}
