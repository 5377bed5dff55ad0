using Aether.Storage.Quotas;

namespace Aether.Imap.Tests.Commands.Quotas;

/// <summary>QUOTA, QUOTA=RES-STORAGE, QUOTA=RES-MESSAGE. RFC 9208.</summary>
public sealed class QuotaCommandTests
{
    [Theory]
    [InlineData(int.MaxValue)]
    [InlineData(1)]
    public async Task Roots_and_their_use_are_told(int chunkSize)
    {
        await using var server = await ImapTestServer.StartLoggedInAsync(chunkSize, messages: ["Subject: x\n\n" + new string('a', 3000)]);
        await SetAsync(server, QuotaOwner.Account, "ann@x.test", 10 << 10, 5);
        await SetAsync(server, QuotaOwner.Domain, "x.test", 0, 100);
        await server.PlayAsync("""
            C: a GETQUOTAROOT INBOX
            S: * QUOTAROOT "INBOX" account domain
            S: * QUOTA account (STORAGE 3 10 MESSAGE 1 5)
            S: * QUOTA domain (MESSAGE 1 100)
            S: a OK Done.
            C: b GETQUOTA domain
            S: * QUOTA domain (MESSAGE 1 100)
            S: b OK Done.
            C: c GETQUOTA "tenant"
            S: c NO [NONEXISTENT] *
            C: d GETQUOTAROOT nowhere
            S: d NO [NONEXISTENT] *
            C: e GETQUOTA
            S: e BAD *
            C: f SETQUOTA account (STORAGE 512)
            S: f NO [NOPERM] *
            C: g SETQUOTA account ()
            S: g NO [NOPERM] *
            C: h SETQUOTA account STORAGE
            S: h BAD *
            """);
    }

    [Fact]
    public async Task An_account_without_a_limit_has_its_root()
    {
        await using var server = await ImapTestServer.StartLoggedInAsync(int.MaxValue);
        await server.PlayAsync("""
            C: a GETQUOTAROOT Sent
            S: * QUOTAROOT "Sent" account
            S: * QUOTA account ()
            S: a OK *
            """);
    }

    [Fact]
    public async Task What_does_not_fit_is_refused_with_the_reason()
    {
        await using var server = await ImapTestServer.StartLoggedInAsync(int.MaxValue, messages: ["Subject: x\n\nx\n"]);
        await SetAsync(server, QuotaOwner.Domain, "x.test", 0, 1);
        await server.PlayAsync("""
            C-raw: a APPEND INBOX {9+}\r\na: b\r\n\r\nc\r\n
            S: a NO [OVERQUOTA] *
            """);
        await server.PlayAsync("""
            C: s SELECT INBOX
            S: ...
            S: s OK *
            C: b COPY 1 Sent
            S: b NO [OVERQUOTA] *
            C: c MOVE 1 Sent
            S: ...
            S: c OK *
            """);
    }

    [Fact]
    public async Task Status_tells_what_an_expunge_would_free()
    {
        await using var server = await ImapTestServer.StartLoggedInAsync(int.MaxValue, messages: ["Subject: x\n\nx\n", "Subject: y\n\nyy\n"]);
        await server.PlayAsync("""
            C: s SELECT INBOX
            S: ...
            S: s OK *
            C: f STORE 2 +FLAGS.SILENT (\Deleted)
            S: ...
            S: f OK *
            C: a STATUS INBOX (DELETED DELETED-STORAGE MESSAGES)
            S: * STATUS "INBOX" (DELETED 1 DELETED-STORAGE 18 MESSAGES 2)
            S: a OK *
            """);
    }

    private static async Task SetAsync(ImapTestServer server, QuotaOwner owner, string name, long bytes, long messages) =>
        Assert.Equal(Storage.Accounts.DirectoryResult.Done, await server.Store.Store.Quotas.SetAsync(owner, name, new QuotaLimit(bytes, messages), CancellationToken.None));
}
