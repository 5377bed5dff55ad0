using Aether.Queue.Returns;
using Aether.Storage.Tracing;

namespace Aether.Smtp.Tests.Content;

/// <summary>Reports of other servers: what they say is noted with the message they are about, if they can know of it.</summary>
public sealed class ReturnedMailTests
{
    private static readonly VerpAddress Verp = new("key"u8.ToArray());
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task A_report_with_our_id_is_noted_and_its_address_left_alone()
    {
        await using var server = await StartAsync();
        server.Store.Store.Traces.Note(new TraceEvent("abc123", server.Clock.GetUtcNow(), TraceKind.Delivered, "ann@mx.test", "dora@remote.test", "x"));
        await server.PlayAsync(Report("ann@mx.test", "dora@remote.test", "failed", "5.1.1", "abc123"));

        var steps = await server.Store.Store.Traces.FindAsync(new TraceQuery("abc123", null, null, null, 10), None);
        Assert.Contains(steps, step => step is { Kind: TraceKind.Returned, Recipient: "dora@remote.test" } && step.Detail.Contains("failed 5.1.1", StringComparison.Ordinal));
        Assert.Equal("dora@remote.test", Assert.Single(await server.Store.Store.Suppressions.ListAsync("", 10, None)).Address);
        Assert.Single(await server.InboxAsync("ann"));
    }

    [Theory]
    [InlineData("dora@remote.test", "unknown1", "failed", "5.1.1")] // an id that we never gave
    [InlineData("emil@remote.test", "abc123", "failed", "5.1.1")] // a recipient that it never went to
    public async Task A_report_of_what_was_never_sent_is_mail_and_nothing_else(string recipient, string id, string action, string status)
    {
        await using var server = await StartAsync();
        server.Store.Store.Traces.Note(new TraceEvent("abc123", server.Clock.GetUtcNow(), TraceKind.Delivered, "ann@mx.test", "dora@remote.test", "x"));
        await server.PlayAsync(Report("ann@mx.test", recipient, action, status, id));
        Assert.Single(await server.InboxAsync("ann"));
        Assert.Empty(await server.Store.Store.Suppressions.ListAsync("", 10, None));
        Assert.DoesNotContain(await server.Store.Store.Traces.FindAsync(new TraceQuery(null, null, null, null, 100), None), step => step.Kind is TraceKind.Returned);
    }

    [Theory]
    [InlineData("delayed", "4.4.1")]
    [InlineData("failed", "5.2.2")]
    public async Task What_does_not_say_that_the_address_is_gone_suppresses_nothing(string action, string status)
    {
        await using var server = await StartAsync();
        server.Store.Store.Traces.Note(new TraceEvent("abc123", server.Clock.GetUtcNow(), TraceKind.Delivered, "ann@mx.test", "dora@remote.test", "x"));
        await server.PlayAsync(Report("ann@mx.test", "dora@remote.test", action, status, "abc123"));
        Assert.Empty(await server.Store.Store.Suppressions.ListAsync("", 10, None));
        Assert.Contains(await server.Store.Store.Traces.FindAsync(new TraceQuery("abc123", null, null, null, 10), None), step => step.Kind is TraceKind.Returned);
    }

    [Fact]
    public async Task A_sender_address_that_we_made_tells_whom_it_is_about()
    {
        await using var server = await StartAsync();
        await server.PlayAsync(Report(Verp.Write("ann@mx.test", "dora@remote.test")!, "somebody@behind.test", "failed", "5.1.1", "nothing"));
        Assert.Equal("dora@remote.test", Assert.Single(await server.Store.Store.Suppressions.ListAsync("", 10, None)).Address);
        Assert.Single(await server.InboxAsync("ann"));
    }

    private static Task<SmtpTestServer> StartAsync() => SmtpTestServer.StartAsync(
        int.MaxValue, returns: store => new ReturnedMail(store, new ReturnOptions { SuppressFor = TimeSpan.FromDays(7), Verp = Verp }, TimeProvider.System));

    private static string Report(string to, string recipient, string action, string status, string id) => $"""
        S: 220 *
        C: EHLO mx.remote.test
        S: ...
        S: 250 STARTTLS
        C: MAIL FROM:<>
        S: 250 *
        C: RCPT TO:<{to}>
        S: 250 *
        C: DATA
        S: 354 *
        C: Subject: Undelivered
        C: MIME-Version: 1.0
        C: Content-Type: multipart/report; report-type=delivery-status; boundary=b
        C: 
        C: --b
        C: 
        C: Sorry.
        C: --b
        C: Content-Type: message/delivery-status
        C: 
        C: Reporting-MTA: dns; mx.remote.test
        C: 
        C: Final-Recipient: rfc822; {recipient}
        C: Action: {action}
        C: Status: {status}
        C: 
        C: --b
        C: Content-Type: text/rfc822-headers
        C: 
        C: Received: from ann (x [192.0.2.1])
        C:  by mx.test (Aether) with ESMTPSA id {id};
        C:  Thu, 1 Jan 2026 00:00:00 +0000
        C: Subject: hello
        C: --b--
        C: .
        S: 250 *
        """;
}
