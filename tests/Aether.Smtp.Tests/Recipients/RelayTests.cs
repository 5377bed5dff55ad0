using Aether.Smtp.Session;

namespace Aether.Smtp.Tests.Recipients;

/// <summary>Case R01: an MX relays for nobody; and whose address a login may send as.</summary>
public sealed class RelayTests
{
    [Theory]
    [InlineData("a%b.test@mx.test", "550 5.1.1 *")]
    [InlineData("b.test!a@mx.test", "550 5.1.1 *")]
    [InlineData("@mx.test:a@b.test", "550 5.7.1 *")]
    [InlineData("@b.test,@mx.test:a@b.test", "550 5.7.1 *")]
    [InlineData("\"a@b.test\"@mx.test", "550 5.1.1 *")]
    [InlineData("a@b.test@mx.test", "501 5.1.3 *")]
    [InlineData("a@[192.0.2.1]", "550 5.7.1 *")]
    [InlineData("a@[127.0.0.1]", "550 5.7.1 *")]
    [InlineData("a@b.test.", "501 5.1.3 *")]
    [InlineData("ann@mx.test.", "501 5.1.3 *")]
    [InlineData("a@b.test", "550 5.7.1 *")]
    [InlineData("ann@m\u0445.test", "553 5.6.7 *")]
    [InlineData("ann%mx.test", "501 5.1.3 *")]
    [InlineData("ann", "501 5.1.3 *")]
    public async Task Nothing_is_relayed_for_strangers(string recipient, string reply)
    {
        await using var server = await SmtpTestServer.StartAsync(int.MaxValue);
        foreach (var sender in new[] { "", "ann@mx.test", "x@b.test" })
        {
            await server.PlayAsync($"""
                {(sender.Length == 0 ? "S: 220 *" : "")}
                C: EHLO mx.test
                S: ...
                S: 250 STARTTLS
                C: MAIL FROM:<{sender}>
                S: 250 *
                C: RCPT TO:<{recipient}>
                S: {reply}
                C: DATA
                S: 503 5.5.1 *
                """);
        }

        await server.AssertNothingTakenAsync();
    }

    [Fact] // RFC 6531 §3.5: a homograph of our domain is another domain
    public async Task A_homograph_of_our_domain_is_not_ours()
    {
        await using var server = await SmtpTestServer.StartAsync(int.MaxValue);
        await server.PlayAsync("""
            S: 220 *
            C: EHLO client.test
            C: MAIL FROM:<a@b.test> SMTPUTF8
            S: ...
            S: 250 2.1.0 *
            C: RCPT TO:<ann@mх.test>
            S: 550 5.7.1 *
            """);
    }

    [Fact] // S08
    public async Task Odd_parameters_are_refused()
    {
        await using var server = await SmtpTestServer.StartAsync(int.MaxValue);
        await server.PlayAsync($"""
            S: 220 *
            C: EHLO client.test
            S: ...
            S: 250 STARTTLS
            C: MAIL FROM:<a@b.test> BODY=9BIT
            S: 501 5.5.4 *
            C: MAIL FROM:<a@b.test> SIZE=1 SIZE=1
            S: 501 5.5.4 *
            C: MAIL FROM:<a@b.test> XFOO
            S: 555 5.5.4 *
            C: MAIL FROM:<a@b.test> {new string('X', 2_000)}
            S: 555 5.5.4 *
            C: MAIL FROM:<jörg@b.test>
            S: 550 5.6.7 *
            C: MAIL FROM:<a@b.test>
            S: 250 *
            C: RCPT TO:<ann@mx.test> FOO=1
            S: 555 5.5.4 *
            C: RCPT TO:<ann@mx.test> NOTIFY=NEVER,SUCCESS
            S: 501 5.5.4 *
            """);
    }

    [Theory]
    [InlineData("ann@mx.test", "250 2.1.0 *")]
    [InlineData("ANN@MX.TEST", "250 2.1.0 *")]
    [InlineData("ann+tag@mx.test", "250 2.1.0 *")]
    [InlineData("list@mx.test", "250 2.1.0 *")]
    [InlineData("", "250 2.1.0 *")]
    [InlineData("bob@mx.test", "550 5.7.1 *")]
    [InlineData("nobody@mx.test", "550 5.7.1 *")]
    [InlineData("ann@b.test", "550 5.7.1 *")]
    public async Task A_login_sends_as_itself(string sender, string reply) // RFC 6409 §6.1
    {
        await using var server = await SmtpTestServer.StartAsync(int.MaxValue, SmtpListenerKind.Submission, transcript: SmtpTestServer.Loopback);
        await server.PlayAsync($"""
            S: 220 *
            C: EHLO client.test
            C: AUTH PLAIN AGFubkBteC50ZXN0AHNlY3JldA==
            S: ...
            S: 235 2.7.0 *
            C: MAIL FROM:<{sender}>
            S: {reply}
            """);
    }

    [Theory] // RFC 5321 §5.1: a backup exchanger passes on what is for its domains, and nothing else
    [InlineData("a@backup.test", "250 2.1.5 *")]
    [InlineData("A@BACKUP.TEST", "250 2.1.5 *")]
    [InlineData("a@x.below.test", "250 2.1.5 *")]
    [InlineData("a@below.test", "550 5.7.1 *")]
    [InlineData("a@xbackup.test", "550 5.7.1 *")]
    [InlineData("info@listed.test", "250 2.1.5 *")]
    [InlineData("sales+x@listed.test", "250 2.1.5 *")]
    [InlineData("nobody@listed.test", "550 5.1.1 *")]
    [InlineData("a%b.test@backup.test", "250 2.1.5 *")] // the other side's to understand
    [InlineData("a@b.test", "550 5.7.1 *")]
    public async Task Mail_for_relay_domains_is_passed_on(string recipient, string reply)
    {
        await using var server = await SmtpTestServer.StartAsync(int.MaxValue, options: options => options with
        {
            RelayDomains = [new RelayDomain("backup.test", []), new RelayDomain("*.below.test", []), new RelayDomain("listed.test", ["info@listed.test", "sales+*@listed.test"])],
        });
        await server.PlayAsync($"""
            S: 220 *
            C: EHLO client.test
            S: ...
            S: 250 STARTTLS
            C: MAIL FROM:<x@b.test>
            S: 250 *
            C: RCPT TO:<{recipient}>
            S: {reply}
            C: DATA
            S: {(reply.StartsWith('2') ? "354 *" : "503 *")}
            {(reply.StartsWith('2') ? "C: .\n            S: 250 *" : "")}
            """);
        Assert.Equal(reply.StartsWith('2') ? [recipient] : [], (await server.QueueAsync()).SelectMany(queued => queued.Recipients).Select(row => row.Address));
    }

    [Fact]
    public async Task A_login_sends_to_anybody()
    {
        await using var server = await SmtpTestServer.StartAsync(int.MaxValue, SmtpListenerKind.Submission, transcript: SmtpTestServer.Loopback);
        await server.PlayAsync("""
            S: 220 *
            C: EHLO client.test
            C: AUTH PLAIN AGFubkBteC50ZXN0AHNlY3JldA==
            S: ...
            S: 235 2.7.0 *
            C: MAIL FROM:<ann@mx.test> BODY=8BITMIME
            C: RCPT TO:<Dora@Elsewhere.TEST>
            C: RCPT TO:<bob@mx.test>
            C: RCPT TO:<nobody@mx.test>
            C: DATA
            S: 250 *
            S: 250 2.1.5 *
            S: 250 2.1.5 *
            S: 550 5.1.1 *
            S: 354 *
            C: .
            S: 250 *
            """);
        var queued = Assert.Single(await server.QueueAsync());
        Assert.Equal("Dora@Elsewhere.TEST", Assert.Single(queued.Recipients).Address);
        Assert.Equal(("8BITMIME", "ann@mx.test"), (queued.Message.Envelope.Body, queued.Message.Envelope.Login));
        Assert.Single(await server.InboxAsync("bob"));
    }
}
