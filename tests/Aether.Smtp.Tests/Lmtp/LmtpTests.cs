using Aether.Smtp.Session;
using Aether.Smtp.SiteRules;
using Aether.Storage.Accounts;
using Aether.Storage.Quotas;

namespace Aether.Smtp.Tests.Lmtp;

/// <summary>RFC 2033: one reply for each recipient. Case S12.</summary>
public sealed class LmtpTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Theory, InlineData(int.MaxValue), InlineData(1)]
    public async Task Each_recipient_has_a_reply_of_its_own(int chunkSize)
    {
        await using var server = await StartAsync(chunkSize);
        await server.PlayAsync("""
            S: 220 mx.test LMTP Aether
            C: LHLO client.test
            S: 250-mx.test
            S: 250-PIPELINING
            S: ...
            S: 250 STARTTLS
            C: MAIL FROM:<a@b.test>
            S: 250 *
            C: RCPT TO:<ann@mx.test>
            S: 250 *
            # RFC 2033 §4.2: a recipient that was refused has no reply later
            C: RCPT TO:<nobody@mx.test>
            S: 550 5.1.1 *
            C: RCPT TO:<bob@mx.test>
            S: 250 *
            C: DATA
            S: 354 *
            C: Subject: x
            C:
            C: text
            C: .
            S: 250 2.0.0 Accepted as *
            S: 250 2.0.0 Accepted as *
            C: MAIL FROM:<a@b.test>
            S: 250 *
            C: QUIT
            S: 221 *
            S-close:
            """);
        Assert.Contains(" with LMTP id ", await server.OnlyMessageAsync("ann"), StringComparison.Ordinal); // RFC 3848
        Assert.Single(await server.InboxAsync("bob"));
    }

    [Theory, InlineData(int.MaxValue), InlineData(1)] // S12: mixed replies keep their order
    public async Task A_full_mailbox_is_told_of_alone(int chunkSize)
    {
        await using var server = await StartAsync(chunkSize);
        await FillAsync(server, "bob");
        await server.PlayAsync("""
            S: 220 *
            C: LHLO client.test
            C: MAIL FROM:<a@b.test>
            C: RCPT TO:<ann@mx.test>
            C: RCPT TO:<bob@mx.test>
            C: RCPT TO:<list@mx.test>
            C: RCPT TO:<carl@mx.test>
            S: ...
            S: 250 2.1.0 *
            S: 250 2.1.5 *
            S: 250 2.1.5 *
            S: 250 2.1.5 *
            S: 250 2.1.5 *
            C: BDAT 4 LAST
            C-raw: a\r\n\n
            S: 550 5.6.0 *
            S: 550 5.6.0 *
            S: 550 5.6.0 *
            S: 550 5.6.0 *
            C: MAIL FROM:<a@b.test>
            C: RCPT TO:<ann@mx.test>
            C: RCPT TO:<bob@mx.test>
            C: RCPT TO:<list@mx.test>
            C: RCPT TO:<carl@mx.test>
            C: BDAT 40 LAST
            C-raw: Subject: yyyyyyyyyyyyyyyyyyyyy\r\n\r\ntext\r\n
            S: 250 2.1.0 *
            S: 250 2.1.5 *
            S: 250 2.1.5 *
            S: 250 2.1.5 *
            S: 250 2.1.5 *
            S: 250 2.0.0 Accepted *
            S: 452 4.2.2 *
            S: 250 2.0.0 Accepted *
            S: 250 2.0.0 Accepted *
            """);
        Assert.Single(await server.InboxAsync("ann"));
        Assert.Single(await server.InboxAsync("carl"));
        Assert.Empty(await server.InboxAsync("bob"));
        // The list has a member that can take it and one that can't: the queue goes on for him.
        Assert.Equal("bob@mx.test", Assert.Single(Assert.Single(await server.QueueAsync()).Recipients).Address);
    }

    [Fact] // nobody asked for the copies, so there is no reply about them
    public async Task Copies_for_an_archive_have_no_reply()
    {
        var rules = new SiteRuleSet { Copies = [new CopyRule("*", "ann@*", "archive@far.test"), new CopyRule("*", "ann@*", "bob@mx.test")] };
        await using var server = await SmtpTestServer.StartAsync(int.MaxValue, SmtpListenerKind.Lmtp, null, SmtpTestServer.Exempt, options: options => options with { Rules = rules });
        await FillAsync(server, "bob");
        await server.PlayAsync("""
            S: 220 *
            C: LHLO client.test
            C: MAIL FROM:<a@b.test>
            C: RCPT TO:<ann@mx.test>
            S: ...
            S: 250 2.1.0 *
            S: 250 2.1.5 *
            C: DATA
            S: 354 *
            C: Subject: x
            C:
            C: text
            C: .
            S: 250 2.0.0 Accepted *
            C: NOOP
            S: 250 2.0.0 *
            """);
        Assert.Single(await server.InboxAsync("ann"));
        var queued = Assert.Single(await server.QueueAsync()).Recipients;
        Assert.Equal([("archive@far.test", "NEVER"), ("bob@mx.test", "NEVER")], queued.Select(row => (row.Address, row.Notify!)).Order()); // a full archive's copy waits
    }

    [Fact]
    public async Task What_can_be_stored_for_nobody_is_refused_for_each()
    {
        await using var server = await StartAsync(int.MaxValue);
        await FillAsync(server, "ann");
        await FillAsync(server, "bob");
        await server.PlayAsync("""
            S: 220 *
            C: LHLO client.test
            C: MAIL FROM:<a@b.test>
            C: RCPT TO:<ann@mx.test>
            C: RCPT TO:<bob@mx.test>
            S: ...
            S: 250 2.1.0 *
            S: 250 2.1.5 *
            S: 250 2.1.5 *
            C: DATA
            S: 354 *
            C: text that is longer than what is left
            C: .
            S: 452 4.2.2 *
            S: 452 4.2.2 *
            C: DATA
            S: 503 5.5.1 *
            """);
        await server.AssertNothingTakenAsync();
    }

    [Fact] // RFC 2033 §4.1: and the other way round on SMTP
    public async Task Each_protocol_has_its_own_greeting_verb()
    {
        await using var lmtp = await StartAsync(int.MaxValue);
        await lmtp.PlayAsync("""
            S: 220 *
            C: EHLO client.test
            S: 500 5.5.1 *
            C: HELO client.test
            S: 500 5.5.1 *
            C: MAIL FROM:<a@b.test>
            S: 503 5.5.1 *
            """);
        await using var smtp = await SmtpTestServer.StartAsync(int.MaxValue);
        await smtp.PlayAsync("""
            S: 220 *
            C: LHLO client.test
            S: 500 5.5.1 *
            """);
    }

    [Fact]
    public async Task Strangers_are_turned_away()
    {
        await using var server = await SmtpTestServer.StartAsync(int.MaxValue, SmtpListenerKind.Lmtp);
        await server.PlayAsync("""
            S: 554 5.7.1 *
            S-close:
            """);
    }

    [Fact] // RFC 2033 §4.2 speaks of the end of the content: a chunk before it has one reply
    public async Task A_chunk_that_breaks_a_limit_has_one_reply()
    {
        await using var server = await StartAsync(int.MaxValue, limits => limits with { MaxMessageSize = 10 });
        await server.PlayAsync("""
            S: 220 *
            C: LHLO client.test
            C: MAIL FROM:<a@b.test>
            C: RCPT TO:<ann@mx.test>
            C: RCPT TO:<bob@mx.test>
            S: ...
            S: 250 2.1.0 *
            S: 250 2.1.5 *
            S: 250 2.1.5 *
            C-raw: BDAT 8\r\n12345\r\n\r
            S: 250 2.0.0 8 octets received
            C-raw: BDAT 8\r\n12345\r\n\r
            S: 552 5.3.4 *
            C: NOOP
            S: 250 *
            """);
        await server.AssertNothingTakenAsync();
    }

    private static Task<SmtpTestServer> StartAsync(int chunkSize, Func<SmtpLimits, SmtpLimits>? limits = null) =>
        SmtpTestServer.StartAsync(chunkSize, SmtpListenerKind.Lmtp, limits, SmtpTestServer.Exempt);

    /// <summary>Leaves room for nothing that has a trace field, while RCPT still finds some.</summary>
    private static async Task FillAsync(SmtpTestServer server, string user) =>
        Assert.Equal(DirectoryResult.Done, await server.Store.Store.Quotas.SetAsync(QuotaOwner.Account, $"{user}@mx.test", new QuotaLimit(100, 0), None));
}
