using Aether.Smtp.Session;

namespace Aether.Smtp.Tests.Rates;

/// <summary>How much may come, and how much a user may send, in a time. Case S15.</summary>
public sealed class RateTests
{
    private const string Login = """
        S: 220 *
        C: EHLO client.test
        C: AUTH PLAIN AGFubkBteC50ZXN0AHNlY3JldA==
        S: ...
        S: 235 *
        """;

    [Theory]
    [InlineData("connections")]
    [InlineData("network")]
    public async Task Connections_are_counted_by_address_and_network(string what)
    {
        var rates = what == "network" ? new RateOptions { NetworkConnectionsPerMinute = 2 } : new RateOptions { ConnectionsPerMinute = 2 };
        await using var server = await StartAsync(rates);
        await server.PlayAsync("""
            S1: 220 *
            C1: QUIT
            S1: 221 *
            S2: 220 *
            C2: QUIT
            S2: 221 *
            S3: 421 4.7.0 *
            S3-close:
            """);
        server.Clock.Advance(TimeSpan.FromMinutes(2));
        await server.PlayAsync("S4: 220 *");
    }

    [Theory]
    [InlineData("address")]
    [InlineData("sender domain")]
    public async Task Messages_are_counted_by_address_and_by_the_senders_domain(string what)
    {
        var rates = what == "address" ? new RateOptions { MessagesPerHour = 1 } : new RateOptions { SenderDomainMessagesPerHour = 1 };
        await using var server = await StartAsync(rates);
        await server.PlayAsync($"""
            S: 220 *
            C: EHLO client.test
            C: MAIL FROM:<a@b.test>
            C: RCPT TO:<ann@mx.test>
            C: DATA
            S: ...
            S: 354 *
            C: .
            S: 250 *
            C: MAIL FROM:<other@B.TEST>
            S: 450 4.7.1 *
            C: MAIL FROM:<a@c.test>
            S: {(what == "address" ? "450 4.7.1 *" : "250 *")}
            """);
    }

    [Fact]
    public async Task Messages_are_counted_by_recipient()
    {
        await using var server = await StartAsync(new RateOptions { RecipientMessagesPerHour = 1 });
        await server.PlayAsync("""
            S: 220 *
            C: EHLO client.test
            C: MAIL FROM:<a@b.test>
            C: RCPT TO:<ann@mx.test>
            C: DATA
            S: ...
            S: 354 *
            C: .
            S: 250 *
            C: MAIL FROM:<x@c.test>
            S: 250 *
            C: RCPT TO:<Ann@mx.test>
            S: 450 4.2.1 *
            C: RCPT TO:<bob@mx.test>
            S: 250 *
            """);
    }

    [Fact]
    public async Task Those_we_trust_are_not_counted()
    {
        await using var server = await SmtpTestServer.StartAsync(int.MaxValue, transcript: SmtpTestServer.Exempt, options: options => options with { Rates = new RateOptions { ConnectionsPerMinute = 1, MessagesPerHour = 1 } });
        await server.PlayAsync("""
            S1: 220 *
            S2: 220 *
            C2: EHLO client.test
            C2: MAIL FROM:<a@b.test>
            C2: RCPT TO:<ann@mx.test>
            C2: DATA
            S2: ...
            S2: 354 *
            C2: .
            S2: 250 *
            C2: MAIL FROM:<a@b.test>
            S2: 250 *
            """);
    }

    [Theory] // S15
    [InlineData("messages an hour", 1)]
    [InlineData("messages a day", 24)]
    public async Task A_user_sends_so_many_messages_and_no_more(string what, int hours)
    {
        var rates = what == "messages an hour" ? new RateOptions { UserMessagesPerHour = 1 } : new RateOptions { UserMessagesPerDay = 1 };
        await using var server = await SubmissionAsync(rates);
        await server.PlayAsync(Login + """

            C: MAIL FROM:<ann@mx.test>
            C: RCPT TO:<bob@mx.test>
            C: DATA
            S: ...
            S: 354 *
            C: .
            S: 250 *
            C: MAIL FROM:<ann@mx.test>
            S: 450 4.7.1 *
            C: QUIT
            S: 221 *
            """);
        server.Clock.Advance(TimeSpan.FromHours(2 * hours));
        await server.PlayAsync("""
            S2: 220 *
            C2: EHLO client.test
            C2: AUTH PLAIN AGFubkBteC50ZXN0AHNlY3JldA==
            C2: MAIL FROM:<ann@mx.test>
            S2: ...
            S2: 235 *
            S2: 250 *
            """);
    }

    [Theory] // S15: those of the open transaction count as well
    [InlineData("hour"), InlineData("day"), InlineData("domain")]
    public async Task A_user_writes_to_so_many_recipients_and_no_more(string what)
    {
        var rates = what switch { "hour" => new RateOptions { UserRecipientsPerHour = 2 }, "day" => new RateOptions { UserRecipientsPerDay = 2 }, _ => new RateOptions { DomainRecipientsPerDay = 2 } };
        await using var server = await SubmissionAsync(rates);
        await server.PlayAsync(Login + """

            C: MAIL FROM:<ann@mx.test>
            C: RCPT TO:<a@elsewhere.test>
            C: RCPT TO:<b@elsewhere.test>
            C: RCPT TO:<c@elsewhere.test>
            S: 250 2.1.0 *
            S: 250 2.1.5 *
            S: 250 2.1.5 *
            S: 450 4.7.1 *
            C: DATA
            S: 354 *
            C: .
            S: 250 *
            C: MAIL FROM:<ann@mx.test>
            S: 250 *
            C: RCPT TO:<d@elsewhere.test>
            S: 450 4.7.1 *
            """);
    }

    [Fact] // RFC 6647
    public async Task A_stranger_is_put_off_once()
    {
        await using var server = await SmtpTestServer.StartAsync(int.MaxValue, options: options => options with { Greylist = new GreylistOptions { Wait = TimeSpan.FromMinutes(5) } });
        await server.PlayAsync("""
            S: 220 *
            C: EHLO client.test
            C: MAIL FROM:<a@b.test>
            S: ...
            S: 250 2.1.0 *
            C: RCPT TO:<ann@mx.test>
            S: 451 4.7.1 *
            C: RCPT TO:<nobody@mx.test>
            S: 550 5.1.1 *
            C: QUIT
            S: 221 *
            """);
        server.Clock.Advance(TimeSpan.FromMinutes(4));
        await server.PlayAsync("""
            S2: 220 *
            C2: EHLO client.test
            C2: MAIL FROM:<a@b.test>
            C2: RCPT TO:<ann@mx.test>
            S2: ...
            S2: 250 2.1.0 *
            S2: 451 4.7.1 *
            C2: QUIT
            S2: 221 *
            """);
        server.Clock.Advance(TimeSpan.FromMinutes(1));

        // It came back: from now on its domain is known from there, whoever writes to whom.
        await server.PlayAsync("""
            S3: 220 *
            C3: EHLO client.test
            C3: MAIL FROM:<a@b.test>
            C3: RCPT TO:<ann@mx.test>
            S3: ...
            S3: 250 2.1.0 *
            S3: 250 2.1.5 *
            C3: RSET
            S3: 250 *
            C3: MAIL FROM:<other@b.test>
            C3: RCPT TO:<bob@mx.test>
            S3: 250 2.1.0 *
            S3: 250 2.1.5 *
            C3: RSET
            C3: MAIL FROM:<x@c.test>
            C3: RCPT TO:<bob@mx.test>
            S3: 250 *
            S3: 250 2.1.0 *
            S3: 451 4.7.1 *
            """);
    }

    [Fact]
    public async Task Who_comes_back_after_days_is_a_stranger_again()
    {
        await using var server = await SmtpTestServer.StartAsync(int.MaxValue, options: options => options with { Greylist = new GreylistOptions { Wait = TimeSpan.FromMinutes(5) } });
        const string Attempt = """
            S: 220 *
            C: EHLO client.test
            C: MAIL FROM:<a@b.test>
            C: RCPT TO:<ann@mx.test>
            S: ...
            S: 250 2.1.0 *
            S: 451 4.7.1 *
            C: QUIT
            S: 221 *
            """;
        await server.PlayAsync(Attempt);
        server.Clock.Advance(TimeSpan.FromDays(3));
        await server.PlayAsync(Attempt.Replace("S:", "S2:", StringComparison.Ordinal).Replace("C:", "C2:", StringComparison.Ordinal));
    }

    private static Task<SmtpTestServer> StartAsync(RateOptions rates) => SmtpTestServer.StartAsync(int.MaxValue, options: options => options with { Rates = rates });

    private static Task<SmtpTestServer> SubmissionAsync(RateOptions rates) =>
        SmtpTestServer.StartAsync(int.MaxValue, SmtpListenerKind.Submission, transcript: SmtpTestServer.Loopback, options: options => options with { Rates = rates });
}
