using Aether.Smtp.Session;

namespace Aether.Smtp.Tests.Session;

/// <summary>Each limit of <see cref="SmtpLimits"/>, with the reply it is documented to give.</summary>
public sealed class LimitTests
{
    private const string Hello = """
        S: 220 *
        C: EHLO client.test
        S: ...
        S: 250 STARTTLS

        """;

    [Theory, InlineData(2_048, false), InlineData(2_049, true)]
    public async Task A_command_line_has_2048_octets(int length, bool refused)
    {
        await using var server = await SmtpTestServer.StartAsync(int.MaxValue);
        await server.PlayAsync(Hello + $"""
            C: NOOP {new string('x', length - 7)}
            S: {(refused ? "500 5.5.6 Line too long" : "250 2.0.0 OK")}
            """);
    }

    [Fact]
    public async Task An_endless_line_is_not_buffered()
    {
        await using var server = await SmtpTestServer.StartAsync(1024);
        await server.PlayAsync(Hello + $"""
            C-raw: {new string('x', 100_000)}
            S: 500 5.5.6 Line too long
            S-close:
            """);
    }

    [Theory, InlineData(12_288, "535 5.7.8 Authentication failed"), InlineData(12_289, "500 5.5.6 Line too long")] // RFC 4954 §4
    public async Task An_auth_line_has_12288_octets(int length, string reply)
    {
        await using var server = await SmtpTestServer.StartAsync(int.MaxValue, SmtpListenerKind.Submission, transcript: SmtpTestServer.Loopback);
        // PLAIN with a password of the right length: base64 of "\0u\0ppp…" fills the line.
        int encoded = length - "AUTH PLAIN \r\n".Length;
        var response = Convert.ToBase64String([0, (byte)'u', 0, .. Enumerable.Repeat((byte)'p', (encoded / 4 * 3) - 3)]).PadRight(encoded, '=');
        bool whole = encoded % 4 == 0;
        await server.PlayAsync($"""
            S: 220 *
            C: EHLO client.test
            S: ...
            S: 250 AUTH SCRAM-SHA-256 SCRAM-SHA-1 PLAIN LOGIN
            C: AUTH PLAIN {response}
            S: {(whole || length > 12_288 ? reply : "501 5.5.2 *")}
            """);
    }

    [Fact]
    public async Task Recipients_beyond_the_limit_are_put_off()
    {
        await using var server = await SmtpTestServer.StartAsync(int.MaxValue, limits: limits => limits with { MaxRecipients = 2 });

        // RFC 5321 §4.5.3.1.10: 452, so that the client sends the rest later.
        await server.PlayAsync(Hello + """
            C: MAIL FROM:<a@b.test>
            C: RCPT TO:<ann@mx.test>
            C: RCPT TO:<bob@mx.test>
            C: RCPT TO:<carl@mx.test>
            C: DATA
            S: 250 *
            S: 250 *
            S: 250 *
            S: 452 4.5.3 Too many recipients
            S: 354 *
            C: .
            S: 250 *
            """);
        Assert.Empty(await server.InboxAsync("carl"));
    }

    [Fact]
    public async Task A_login_has_a_limit_of_its_own()
    {
        Assert.Equal((100, 1_000), (new SmtpLimits().MaxRecipients, new SmtpLimits().MaxRecipientsAuthenticated));
        await using var server = await SmtpTestServer.StartAsync(
            int.MaxValue, SmtpListenerKind.Submission, limits => limits with { MaxRecipients = 1, MaxRecipientsAuthenticated = 2 }, SmtpTestServer.Loopback);
        await server.PlayAsync("""
            S: 220 *
            C: EHLO client.test
            C: AUTH PLAIN AGFubkBteC50ZXN0AHNlY3JldA==
            C: MAIL FROM:<ann@mx.test>
            C: RCPT TO:<ann@mx.test>
            C: RCPT TO:<bob@mx.test>
            C: RCPT TO:<carl@mx.test>
            S: ...
            S: 250 2.1.0 *
            S: 250 2.1.5 *
            S: 250 2.1.5 *
            S: 452 4.5.3 Too many recipients
            """);
    }

    [Fact]
    public async Task Those_we_trust_may_err_about_recipients_without_waiting()
    {
        await using var server = await SmtpTestServer.StartAsync(int.MaxValue, transcript: SmtpTestServer.Exempt);
        await server.PlayAsync(Hello + "C: MAIL FROM:<a@b.test>\nS: 250 *\n" + string.Concat(Enumerable.Range(0, 15).Select(i => $"C: RCPT TO:<n{i}@mx.test>\nS: 550 5.1.1 *\n")));
    }

    [Fact] // RFC 1870 §6.1
    public async Task A_size_announced_too_big_is_refused_at_once()
    {
        await using var server = await SmtpTestServer.StartAsync(int.MaxValue);
        await server.PlayAsync(Hello + """
            C: MAIL FROM:<a@b.test> SIZE=52428801
            S: 552 5.3.4 Message too big
            C: MAIL FROM:<a@b.test> SIZE=18446744073709551616
            S: 552 5.3.4 Message too big
            C: MAIL FROM:<a@b.test> SIZE=52428800
            S: 250 *
            """);
    }

    [Theory, InlineData(int.MaxValue), InlineData(1)]
    public async Task Content_too_big_is_read_and_refused_and_the_session_goes_on(int chunkSize)
    {
        await using var server = await SmtpTestServer.StartAsync(chunkSize, limits: limits => limits with { MaxMessageSize = 100 });
        await server.PlayAsync(Hello + $"""
            C: MAIL FROM:<a@b.test>
            S: 250 *
            C: RCPT TO:<ann@mx.test>
            S: 250 *
            C: DATA
            S: 354 *
            C: {new string('x', 120)}
            C: .
            S: 552 5.3.4 Message too big
            C: MAIL FROM:<a@b.test>
            S: 250 *
            """);
        await server.AssertNothingTakenAsync();
    }

    [Fact]
    public async Task Content_without_an_end_is_cut_off()
    {
        await using var server = await SmtpTestServer.StartAsync(1024, limits: limits => limits with { MaxMessageSize = 5_000 });
        await server.PlayAsync(Hello + $"""
            C: MAIL FROM:<a@b.test>
            S: 250 *
            C: RCPT TO:<ann@mx.test>
            S: 250 *
            C: DATA
            S: 354 *
            C-raw: {string.Concat(Enumerable.Repeat(new string('x', 98) + "\\r\\n", 1_000))}
            S: 552 5.3.4 Message too big
            S-close:
            """);
    }

    [Theory, InlineData(50, "250 2.0.0 *"), InlineData(51, "554 5.4.6 *")] // RFC 5321 §6.3, case R02
    public async Task A_message_has_50_received_fields(int hops, string reply)
    {
        await using var server = await SmtpTestServer.StartAsync(int.MaxValue);
        await server.PlayAsync(Hello + $"""
            C: MAIL FROM:<a@b.test>
            C: RCPT TO:<ann@mx.test>
            C: DATA
            S: 250 *
            S: 250 *
            S: 354 *
            C-raw: {string.Concat(Enumerable.Repeat("Received: from a by b\\r\\n", hops))}\r\ntext\r\n.\r\n
            S: {reply}
            """);
    }

    [Theory] // RFC 5321 §4.5.3.1.6
    [InlineData(65_000, "250 *")]
    [InlineData(65_600, "554 5.6.0 A line of the message is too long")]
    public async Task A_line_of_text_has_an_end(int length, string reply)
    {
        await using var server = await SmtpTestServer.StartAsync(int.MaxValue);
        await server.PlayAsync(Hello + $"""
            C: MAIL FROM:<a@b.test>
            C: RCPT TO:<ann@mx.test>
            C: DATA
            S: 250 *
            S: 250 *
            S: 354 *
            C-raw: Subject: x\r\n\r\n{new string('x', length)}\r\n.\r\n
            S: {reply}
            C: NOOP
            S: 250 *
            """);
    }

    [Fact] // S06
    public async Task A_header_too_big_is_refused()
    {
        await using var server = await SmtpTestServer.StartAsync(int.MaxValue);
        await server.PlayAsync(Hello + $"""
            C: MAIL FROM:<a@b.test>
            C: RCPT TO:<ann@mx.test>
            C: DATA
            S: 250 *
            S: 250 *
            S: 354 *
            C-raw: {string.Concat(Enumerable.Repeat("X: y\\r\\n", 1_001))}\r\ntext\r\n.\r\n
            S: 552 5.3.4 Header too big
            """);
        await server.AssertNothingTakenAsync();
    }

    [Fact]
    public async Task Twenty_errors_end_the_session_and_from_the_eleventh_on_replies_come_late()
    {
        await using var server = await SmtpTestServer.StartAsync(int.MaxValue);
        await server.PlayAsync("S: 220 *");
        for (int i = 1; i < 20; i++)
        {
            await server.Client().SendLineAsync("JUNK");
            var reply = server.Client().ReadLineAsync();
            if (i > 10)
            {
                await server.Clock.Delays.WaitAsync(TestContext.Current.CancellationToken);
                Assert.False(reply.IsCompleted);
                server.Clock.Advance(TimeSpan.FromSeconds(1));
            }

            Assert.Equal("500 5.5.1 Command not recognized", await reply);
        }

        await server.PlayAsync("""
            C: JUNK
            S: 421 4.7.0 Too many errors
            S-close:
            """);
    }

    [Fact] // S10
    public async Task Five_unknown_recipients_end_the_session()
    {
        await using var server = await SmtpTestServer.StartAsync(int.MaxValue);
        await server.PlayAsync(Hello + """
            C: MAIL FROM:<a@b.test>
            S: 250 *
            C: RCPT TO:<n1@mx.test>
            S: 550 5.1.1 *
            C: RCPT TO:<n2@mx.test>
            S: 550 5.1.1 *
            C: RCPT TO:<n3@mx.test>
            S: 550 5.1.1 *
            C: RCPT TO:<n4@mx.test>
            S: 550 5.1.1 *
            C: RCPT TO:<n5@mx.test>
            S: 421 4.7.0 Too many unknown recipients
            S-close:
            """);
    }

    [Fact]
    public async Task Silence_ends_the_session()
    {
        await using var server = await SmtpTestServer.StartAsync(int.MaxValue);
        await server.PlayAsync(Hello + """
            T: 00:05:01
            S: 421 4.4.2 Timed out waiting for you
            S-close:
            """);
    }

    [Fact]
    public async Task A_session_lasts_30_minutes()
    {
        await using var server = await SmtpTestServer.StartAsync(int.MaxValue);
        await server.PlayAsync(Hello);
        for (int i = 0; i < 7; i++)
            await server.PlayAsync("T: 00:04:00\nC: NOOP\nS: 250 *\n");
        await server.PlayAsync("""
            T: 00:02:01
            S: 421 4.4.2 Timed out waiting for you
            S-close:
            """);
    }

    [Fact]
    public async Task Content_that_trickles_ends_the_session()
    {
        await using var server = await SmtpTestServer.StartAsync(int.MaxValue);
        await server.PlayAsync(Hello + """
            C: MAIL FROM:<a@b.test>
            C: RCPT TO:<ann@mx.test>
            C: DATA
            S: 250 *
            S: 250 *
            S: 354 *
            C: Subject: slow
            T: 00:00:59
            C: still within the grace
            T: 00:00:02
            C: and now it is too slow: 500 octets a second are the least
            S: 421 4.4.2 Content comes too slowly
            S-close:
            """);
        await server.AssertNothingTakenAsync();
    }
}
