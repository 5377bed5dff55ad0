using System.Text;
using Aether.Smtp.Session;
using Aether.Storage.Envelopes;

namespace Aether.Smtp.Tests.Commands;

/// <summary>What a sender may wish for: REQUIRETLS, MT-PRIORITY, DELIVERBY, FUTURERELEASE, NO-SOLICITING, and LIMITS that say what is allowed.</summary>
public sealed class WishTests
{
    private const string Login = """
        S: 220 *
        C: EHLO client.test
        C: AUTH PLAIN AGFubkBteC50ZXN0AHNlY3JldA==
        S: ...
        S: 235 2.7.0 *
        """;

    [Fact] // RFC 9422 §4.4: after AUTH others apply
    public async Task Limits_are_those_of_the_session()
    {
        await using var server = await SubmissionAsync();
        await server.PlayAsync("""
            S: 220 *
            C: EHLO client.test
            S: ...
            S: 250-LIMITS RCPTMAX=100
            S: ...
            S: 250 AUTH SCRAM-SHA-256 SCRAM-SHA-1 PLAIN LOGIN
            C: AUTH PLAIN AGFubkBteC50ZXN0AHNlY3JldA==
            S: 235 *
            C: EHLO client.test
            S: ...
            S: 250-LIMITS RCPTMAX=1000
            S: ...
            S: 250-FUTURERELEASE 5184000 *
            S: 250 STARTTLS
            """);
    }

    [Fact] // RFC 8689 §2
    public async Task Required_tls_is_offered_and_taken_inside_tls_alone()
    {
        await using var server = await SmtpTestServer.StartAsync(int.MaxValue);
        await server.PlayAsync("""
            S: 220 *
            C: EHLO client.test
            S: ...
            S: 250 STARTTLS
            C: MAIL FROM:<a@b.test> REQUIRETLS
            S: 555 5.5.4 *
            C: STARTTLS
            S: 220 *
            C: EHLO client.test
            S: ...
            S: 250 REQUIRETLS
            C: MAIL FROM:<a@b.test> REQUIRETLS
            S: 250 *
            C: RCPT TO:<away@mx.test>
            S: 250 *
            C: DATA
            S: 354 *
            C: .
            S: 250 *
            """);
        Assert.True(Assert.Single(await server.QueueAsync()).Message.Envelope.RequireTls);
    }

    [Theory] // RFC 6710 §6: a stranger may step back, not forward
    [InlineData(4, QueuePriority.Normal)]
    [InlineData(-4, QueuePriority.Low)]
    [InlineData(0, QueuePriority.Normal)]
    public async Task A_strangers_mail_goes_before_nobodys(int asked, QueuePriority given)
    {
        await using var server = await SmtpTestServer.StartAsync(int.MaxValue);
        await server.PlayAsync($"""
            S: 220 *
            C: EHLO client.test
            C: MAIL FROM:<a@b.test> MT-PRIORITY={asked}
            C: RCPT TO:<away@mx.test>
            C: DATA
            S: ...
            S: 354 *
            C: .
            S: 250 *
            """);
        Assert.Equal(given, Assert.Single(await server.QueueAsync()).Message.Priority);
    }

    [Fact]
    public async Task A_users_urgent_mail_goes_before_others()
    {
        await using var server = await SubmissionAsync();
        await server.PlayAsync(Login + """

            C: MAIL FROM:<ann@mx.test> MT-PRIORITY=3 BY=120;RT
            C: RCPT TO:<dora@elsewhere.test>
            C: DATA
            S: ...
            S: 354 *
            C: .
            S: 250 *
            """);
        var queued = Assert.Single(await server.QueueAsync()).Message;
        Assert.Equal((QueuePriority.High, 3, "RT"), (queued.Priority, queued.Envelope.MtPriority, queued.Envelope.DeliverByMode));
        Assert.Equal(server.Store.Clock.GetUtcNow() + TimeSpan.FromSeconds(120), queued.Envelope.DeliverBy);
        Assert.Contains("\tPRIORITY 3; ", Encoding.UTF8.GetString(queued.Prefix.Span), StringComparison.Ordinal);
    }

    [Fact] // RFC 4865
    public async Task A_message_is_held_until_its_time_for_local_recipients_too()
    {
        await using var server = await SubmissionAsync();
        await server.PlayAsync(Login + """

            C: MAIL FROM:<ann@mx.test> HOLDFOR=3600
            C: RCPT TO:<dora@elsewhere.test>
            C: RCPT TO:<bob@mx.test>
            C: DATA
            S: ...
            S: 354 *
            C: .
            S: 250 *
            """);
        var queued = Assert.Single(await server.QueueAsync());
        Assert.Equal(2, queued.Recipients.Count);
        Assert.All(queued.Recipients, row => Assert.Equal(server.Store.Clock.GetUtcNow() + TimeSpan.FromHours(1), row.Due));
        Assert.Empty(await server.InboxAsync("bob"));
        Assert.Equal(server.Store.Clock.GetUtcNow() + TimeSpan.FromHours(1) + TimeSpan.FromDays(5), queued.Message.Expires);
        Assert.Empty(await server.Store.Store.Queue.LeaseAsync(10, TimeSpan.FromMinutes(1), [], CancellationToken.None));
        server.Store.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(2, (await server.Store.Store.Queue.LeaseAsync(10, TimeSpan.FromMinutes(1), [], CancellationToken.None)).Count);
    }

    [Fact] // RFC 4865 §3: submission only, and not beyond what was offered
    public async Task Holding_has_bounds()
    {
        await using var server = await SubmissionAsync();
        await server.PlayAsync(Login + """

            C: MAIL FROM:<ann@mx.test> HOLDFOR=5184001
            S: 501 5.5.4 *
            C: MAIL FROM:<ann@mx.test> HOLDUNTIL=2999-01-01T00:00:00Z
            S: 501 5.5.4 *
            C: MAIL FROM:<ann@mx.test> HOLDFOR=5184000
            S: 250 *
            """);
        await using var mx = await SmtpTestServer.StartAsync(int.MaxValue);
        await mx.PlayAsync("""
            S: 220 *
            C: EHLO client.test
            S: ...
            S: 250 STARTTLS
            C: MAIL FROM:<a@b.test> HOLDFOR=1
            S: 555 5.5.4 *
            """);
    }

    [Fact] // RFC 3865 §2
    public async Task Solicitations_that_are_not_wanted_are_refused()
    {
        await using var server = await SmtpTestServer.StartAsync(int.MaxValue, options: options => options with { RefusedSolicitations = ["org.example:ADV"] });
        await server.PlayAsync("""
            S: 220 *
            C: EHLO client.test
            S: ...
            S: 250-NO-SOLICITING org.example:ADV
            S: 250 STARTTLS
            C: MAIL FROM:<a@b.test> SOLICIT=org.example:ADV:ADLT
            S: 550 5.7.1 *
            C: MAIL FROM:<a@b.test> SOLICIT=org.example:ADVICE
            S: 250 *
            """);
    }

    private static Task<SmtpTestServer> SubmissionAsync() => SmtpTestServer.StartAsync(int.MaxValue, SmtpListenerKind.Submission, transcript: SmtpTestServer.Loopback);
}
