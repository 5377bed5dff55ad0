using Aether.Smtp.Session;
using Aether.Storage.Quotas;

namespace Aether.Smtp.Tests.Recipients;

/// <summary>Full mailboxes: said at RCPT, and held at the end of the data whatever RCPT said. RFC 9208, RFC 3463 §3.3 x.2.2.</summary>
public sealed class FullMailboxTests
{
    [Theory]
    [InlineData(FullMailboxPolicy.TempFail, "452 4.2.2")]
    [InlineData(FullMailboxPolicy.Reject, "552 5.2.2")]
    public async Task A_full_mailbox_is_told_at_the_recipient(FullMailboxPolicy policy, string reply)
    {
        await using var server = await SmtpTestServer.StartAsync(int.MaxValue, fullMailbox: policy);
        await SetAsync(server, QuotaOwner.Account, "ann@mx.test", 5000);
        await server.PlayAsync($"""
            S: 220 *
            C: EHLO client.test
            S: ...
            S: 250 STARTTLS
            C: MAIL FROM:<x@b.test> SIZE=6000
            S: 250 *
            C: RCPT TO:<ann@mx.test>
            S: {reply} *
            C: RCPT TO:<bob@mx.test>
            S: 250 *
            C: RCPT TO:<list@mx.test>
            S: 250 *
            C: RSET
            S: 250 *
            C: MAIL FROM:<x@b.test> SIZE=4000
            S: 250 *
            C: RCPT TO:<ann@mx.test>
            S: 250 *
            """);
    }

    [Theory]
    [InlineData(FullMailboxPolicy.TempFail, "452 4.2.2")]
    [InlineData(FullMailboxPolicy.Reject, "552 5.2.2")]
    public async Task The_quota_holds_where_no_size_was_declared(FullMailboxPolicy policy, string reply)
    {
        await using var server = await SmtpTestServer.StartAsync(int.MaxValue, fullMailbox: policy);
        await SetAsync(server, QuotaOwner.Domain, "mx.test", 400);
        await server.PlayAsync($"""
            S: 220 *
            C: EHLO client.test
            S: ...
            S: 250 STARTTLS
            C: MAIL FROM:<x@b.test>
            S: 250 *
            C: RCPT TO:<ann@mx.test>
            S: 250 *
            C: DATA
            S: 354 *
            C: Subject: {new string('x', 500)}
            C:
            C: .
            S: {reply} *
            """);
        await server.AssertNothingTakenAsync();
    }

    private static async Task SetAsync(SmtpTestServer server, QuotaOwner owner, string name, long bytes) =>
        Assert.Equal(Storage.Accounts.DirectoryResult.Done, await server.Store.Store.Quotas.SetAsync(owner, name, new QuotaLimit(bytes, 0), CancellationToken.None));
}
