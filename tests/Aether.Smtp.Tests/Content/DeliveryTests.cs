using System.Text.RegularExpressions;
using Aether.Smtp.Session;

namespace Aether.Smtp.Tests.Content;

/// <summary>Where accepted messages go, and what is put in front of them.</summary>
public sealed partial class DeliveryTests
{
    [Theory, InlineData(int.MaxValue), InlineData(1)]
    public async Task A_message_is_in_the_inbox_before_its_250_with_its_trace(int chunkSize)
    {
        await using var server = await SmtpTestServer.StartAsync(chunkSize);
        await server.PlayAsync("""
            S: 220 *
            C: EHLO client.test
            S: ...
            S: 250 STARTTLS
            C: MAIL FROM:<"a b"@sender.test>
            S: 250 2.1.0 *
            C: RCPT TO:<ann+news@mx.test>
            S: 250 2.1.5 *
            C: DATA
            S: 354 *
            C: Subject: hello
            C:
            C: ..a dot
            C: text
            C: .
            S: 250 2.0.0 Accepted as *
            C: QUIT
            S: 221 *
            """);

        // RFC 5321 §4.4.
        var message = await server.OnlyMessageAsync("ann");
        Assert.Matches(Trace(), message);
        Assert.EndsWith("Subject: hello\r\n\r\n.a dot\r\ntext\r\n", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Several_recipients_share_a_message_and_do_not_learn_of_each_other()
    {
        await using var server = await SmtpTestServer.StartAsync(int.MaxValue);
        await server.PlayAsync("""
            S: 220 *
            C: EHLO client.test
            C: MAIL FROM:<>
            C: RCPT TO:<ANN@MX.test>
            C: RCPT TO:<bob@mx.test>
            C: RCPT TO:<list@mx.test>
            C: DATA
            S: ...
            S: 354 *
            C: Subject: hello
            C: .
            S: 250 *
            """);
        var ann = await server.OnlyMessageAsync("ann");
        var bob = await server.OnlyMessageAsync("bob");
        Assert.StartsWith("Return-Path: <>\r\nDelivered-To: ANN@MX.test\r\nReceived: ", ann, StringComparison.Ordinal);
        Assert.StartsWith("Return-Path: <>\r\nDelivered-To: bob@mx.test\r\nReceived: ", bob, StringComparison.Ordinal);
        Assert.DoesNotContain("for <", ann, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_alias_that_leads_elsewhere_is_queued_in_the_same_operation()
    {
        await using var server = await SmtpTestServer.StartAsync(int.MaxValue);
        await server.PlayAsync("""
            S: 220 *
            C: EHLO client.test
            C: MAIL FROM:<a@b.test> RET=HDRS ENVID=q1
            C: RCPT TO:<away@mx.test> NOTIFY=FAILURE,DELAY
            C: RCPT TO:<bob@mx.test>
            C: DATA
            S: ...
            S: 354 *
            C: Subject: hello
            C: .
            S: 250 *
            """);
        Assert.Single(await server.InboxAsync("bob"));
        var queued = Assert.Single(await server.QueueAsync());
        Assert.Equal("dora@elsewhere.test", Assert.Single(queued.Recipients).Address);
        Assert.Equal(("a@b.test", "HDRS", "q1", "7BIT"), (queued.Message.Sender, queued.Message.Envelope.Ret, queued.Message.Envelope.EnvId, queued.Message.Envelope.Body));
        Assert.StartsWith("Delivered-To: away@mx.test\r\nReceived: from client.test", System.Text.Encoding.ASCII.GetString(queued.Message.Prefix.Span), StringComparison.Ordinal);
    }

    [Fact] // RFC 3461 §5.2.3: whoever asks for a report of success gets it from the queue
    public async Task A_recipient_with_notify_success_goes_by_the_queue()
    {
        await using var server = await SmtpTestServer.StartAsync(int.MaxValue);
        await server.PlayAsync("""
            S: 220 *
            C: EHLO client.test
            C: MAIL FROM:<a@b.test>
            C: RCPT TO:<bob@mx.test> NOTIFY=SUCCESS ORCPT=rfc822;bob@old.test
            C: DATA
            S: ...
            S: 354 *
            C: .
            S: 250 *
            """);
        Assert.Empty(await server.InboxAsync("bob"));
        Assert.Equal("bob@mx.test", Assert.Single(Assert.Single(await server.QueueAsync()).Recipients).Address);
    }

    [Fact]
    public async Task Catch_all_and_postmaster_are_delivered()
    {
        await using var server = await SmtpTestServer.StartAsync(int.MaxValue);
        await server.PlayAsync("""
            S: 220 *
            C: EHLO client.test
            C: MAIL FROM:<a@b.test>
            C: RCPT TO:<whoever@all.test>
            C: RCPT TO:<Postmaster>
            C: RCPT TO:<postmaster@mx.test>
            C: DATA
            S: ...
            S: 250 2.1.5 *
            S: 250 2.1.5 *
            S: 250 2.1.5 *
            S: 354 *
            C: .
            S: 250 *
            """);
        Assert.Single(await server.InboxAsync("ann"));
    }

    [Fact] // RFC 6409 §8: what is there stays as it is
    public async Task A_submission_gets_the_date_and_message_id_it_lacks()
    {
        await using var server = await SmtpTestServer.StartAsync(int.MaxValue, SmtpListenerKind.Submission, transcript: SmtpTestServer.Loopback);
        await server.PlayAsync("""
            S: 220 *
            C: EHLO client.test
            S: ...
            S: 250 AUTH SCRAM-SHA-256 SCRAM-SHA-1 PLAIN LOGIN
            C: AUTH PLAIN AGFubkBteC50ZXN0AHNlY3JldA==
            S: 235 2.7.0 *
            C: MAIL FROM:<ann@mx.test>
            C: RCPT TO:<bob@mx.test>
            C: DATA
            S: 250 *
            S: 250 *
            S: 354 *
            C: Subject: hello
            C: .
            S: 250 *
            C: MAIL FROM:<ann@mx.test>
            C: RCPT TO:<carl@mx.test>
            C: DATA
            S: 250 *
            S: 250 *
            S: 354 *
            C: Message-ID: <own@client.test>
            C: Date: Sun, 22 Nov 2026 12:00:00 +0000
            C: .
            S: 250 *
            """);
        var bob = await server.OnlyMessageAsync("bob");
        Assert.Contains("with ESMTPA id ", bob, StringComparison.Ordinal);
        Assert.Contains("\r\nDate: Sun, 22 Nov 2026 12:00:00 +0000\r\nSubject: hello", bob, StringComparison.Ordinal);
        Assert.Matches("\r\nMessage-ID: <[0-9a-f]{32}@mx.test>\r\n", bob);
        Assert.Single(Regex.Matches(await server.OnlyMessageAsync("carl"), "Message-ID:|Date:", RegexOptions.None, TimeSpan.FromSeconds(1)).GroupBy(m => m.Value).Select(g => g.Count()).Distinct());
    }

    [Fact] // S13: the message was whole, so it may be kept, once
    public async Task A_client_that_leaves_before_the_reply_has_its_message_kept_once()
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
            C: Subject: last words
            C: .
            C-close:
            """);
        await server.Client().Session;
        Assert.Single(await server.InboxAsync("ann"));
    }

    [Fact]
    public async Task A_client_that_leaves_before_the_end_has_nothing_kept()
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
            C: Subject: cut
            C-raw: .
            C-close:
            """);
        await server.Client().Session;
        await server.AssertNothingTakenAsync();
    }

    [GeneratedRegex("""
        ^Return-Path: <"a b"@sender\.test>\r\nDelivered-To: ann\+news@mx\.test\r\nReceived: from client\.test \(\[192\.0\.2\.7\]\)\r\n\tby mx\.test \(Aether\) with ESMTP id [0-9a-f]{32}\r\n\tfor <ann\+news@mx\.test>; Sun, 22 Nov 2026 12:00:\d\d \+0000\r\nSubject
        """)]
    private static partial Regex Trace();
}
