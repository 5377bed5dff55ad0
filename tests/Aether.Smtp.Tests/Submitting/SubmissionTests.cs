using Aether.Smtp.Session;

namespace Aether.Smtp.Tests.Submitting;

/// <summary>What a submission server asks of a message and does to it. RFC 6409, case S14.</summary>
public sealed class SubmissionTests
{
    [Theory]
    [InlineData("From: ann@mx.test", "250 2.0.0 *")]
    [InlineData("From: \"Ann\" <ANN@MX.TEST>", "250 2.0.0 *")]
    [InlineData("From: Ann <ann+tag@mx.test>", "250 2.0.0 *")]
    [InlineData("From: list@mx.test", "250 2.0.0 *")] // an alias that leads to her
    [InlineData("From: ann@mx.test, ann+x@mx.test", "250 2.0.0 *")]
    [InlineData("From: bob@mx.test", "550 5.7.1 *")]
    [InlineData("From: ann@mx.test, bob@mx.test", "550 5.7.1 *")]
    [InlineData("From: ann@mx.test <bob@mx.test>", "550 5.7.1 *")]
    [InlineData("From: friends: ann@mx.test, bob@mx.test;", "550 5.7.1 *")]
    [InlineData("From: ann@elsewhere.test", "550 5.7.1 *")]
    [InlineData("From: ann@m\u0445.test", "550 5.7.1 *")] // a homograph of our domain
    [InlineData("From: undisclosed:;", "550 5.6.0 *")]
    [InlineData("From: ann", "550 5.6.0 *")]
    [InlineData("From:", "550 5.6.0 *")]
    [InlineData("From: ann@mx.test\r\nFrom: bob@mx.test", "550 5.6.0 *")]
    public async Task The_author_belongs_to_the_login(string field, string reply)
    {
        await using var server = await StartAsync();
        await server.PlayAsync(Transaction("bob@mx.test", field + "\r\nSubject: x", reply));
        Assert.Equal(reply.StartsWith('2') ? 1 : 0, (await server.InboxAsync("bob")).Count);
    }

    [Fact] // RFC 6409 §8: what is missing is added
    public async Task A_message_without_an_author_gets_its_sender()
    {
        await using var server = await StartAsync();
        await server.PlayAsync(Transaction("bob@mx.test", "Subject: x", "250 *"));
        var message = await server.OnlyMessageAsync("bob");
        Assert.Contains("From: <ann@mx.test>\r\n", message, StringComparison.Ordinal);
        Assert.Contains("Message-ID: <", message, StringComparison.Ordinal);
        Assert.Contains("Date: ", message, StringComparison.Ordinal);
    }

    [Theory, InlineData(int.MaxValue), InlineData(1)] // RFC 5322 §3.6.3
    public async Task Blind_copies_are_nobodys_to_see(int chunkSize)
    {
        await using var server = await StartAsync(chunkSize: chunkSize);
        await server.PlayAsync(Transaction("bob@mx.test", "From: ann@mx.test\r\nBcc: carl@mx.test,\r\n dora@elsewhere.test\r\nSubject: x", "250 *"));
        var message = await server.OnlyMessageAsync("bob");
        Assert.DoesNotContain("carl", message, StringComparison.Ordinal);
        Assert.DoesNotContain("dora", message, StringComparison.Ordinal);
        Assert.Contains("From: ann@mx.test\r\nSubject: x\r\n\r\ntext\r\n", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_others_send_keeps_its_header()
    {
        await using var server = await SmtpTestServer.StartAsync(int.MaxValue);
        await server.PlayAsync("""
            S: 220 *
            C: EHLO client.test
            C: MAIL FROM:<a@b.test>
            C: RCPT TO:<bob@mx.test>
            C: DATA
            S: ...
            S: 354 *
            C: From: who@ever.test
            C: Bcc: x@y.test
            C:
            C: .
            S: 250 *
            """);
        Assert.Contains("Bcc: x@y.test", await server.OnlyMessageAsync("bob"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_message_can_be_taken_back_for_a_while()
    {
        await using var server = await StartAsync(options => options with { UndoWindow = TimeSpan.FromSeconds(30) });
        await server.PlayAsync(Transaction("bob@mx.test", "From: ann@mx.test", "250 *"));
        Assert.Empty(await server.InboxAsync("bob"));
        var queued = Assert.Single(await server.QueueAsync());
        Assert.Equal(server.Store.Clock.GetUtcNow() + TimeSpan.FromSeconds(30), Assert.Single(queued.Recipients).Due);
        Assert.True(await server.Store.Store.Queue.RemoveAsync(queued.Message.Id, CancellationToken.None));
        Assert.Empty(await server.QueueAsync());
    }

    [Theory] // RFC 8689 §5
    [InlineData("TLS-Required: No", true, true)]
    [InlineData("TLS-Required: No", false, false)]
    [InlineData("Subject: x", true, false)]
    public async Task A_user_may_want_his_mail_to_arrive_rather_than_be_secret(string field, bool isAllowed, bool expected)
    {
        await using var server = await StartAsync(options => options with { HonorsTlsOptional = isAllowed });
        await server.PlayAsync(Transaction("away@mx.test", "From: ann@mx.test\r\n" + field, "250 *"));
        Assert.Equal(expected, Assert.Single(await server.QueueAsync()).Message.Envelope.TlsOptional);
    }

    private static string Transaction(string recipient, string header, string reply) => $"""
        S: 220 *
        C: EHLO client.test
        C: AUTH PLAIN AGFubkBteC50ZXN0AHNlY3JldA==
        C: MAIL FROM:<ann@mx.test> SMTPUTF8
        C: RCPT TO:<{recipient}>
        C: DATA
        S: ...
        S: 354 *
        {string.Join('\n', header.Split("\r\n").Select(line => "C: " + line))}
        C:
        C: text
        C: .
        S: {reply}
        """;

    private static Task<SmtpTestServer> StartAsync(Func<SmtpOptions, SmtpOptions>? options = null, int chunkSize = int.MaxValue) =>
        SmtpTestServer.StartAsync(chunkSize, SmtpListenerKind.Submission, transcript: SmtpTestServer.Loopback, options: options);
}
