using Aether.Storage.Quotas;

namespace Aether.Imap.Tests.Commands.Quotas;

/// <summary>QUOTA, QUOTA=RES-STORAGE, QUOTA=RES-MESSAGE. RFC 9208.</summary>
[Proves("QUOTA", "QUOTASET", "QUOTA=RES-STORAGE", "QUOTA=RES-MESSAGE", "QUOTA=RES-MAILBOX")]
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
            S: * QUOTA account (STORAGE 3 10 MESSAGE 1 5 MAILBOX 6 5000)
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
            S: * QUOTA account (MAILBOX 6 5000)
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

    [Theory]
    [InlineData(int.MaxValue)]
    [InlineData(1)]
    public async Task An_administrator_sets_the_limits_of_all(int chunkSize)
    {
        var options = ImapTestServer.Options with { Administrators = new HashSet<string> { "ann@x.test" } };
        await using var server = await ImapTestServer.StartLoggedInAsync(chunkSize, options: options);
        await server.AddUserAsync(2, "bob@x.test");
        await server.PlayAsync("""
            C: a SETQUOTA account/bob@x.test (STORAGE 100 MESSAGE 7 MAILBOX 9)
            S: * QUOTA "account/bob@x.test" (STORAGE 0 100 MESSAGE 0 7 MAILBOX 6 9)
            S: a OK *
            C2: b GETQUOTA account
            S2: * QUOTA account (STORAGE 0 100 MESSAGE 0 7 MAILBOX 6 9)
            S2: b OK *
            C2: c SETQUOTA account (STORAGE 1000000)
            S2: c NO [NOPERM] *
            C2: d GETQUOTA account/ann@x.test
            S2: d NO [NONEXISTENT] *
            C: e SETQUOTA "account/bob@x.test" (MESSAGE 8)
            S: * QUOTA "account/bob@x.test" (MESSAGE 0 8 MAILBOX 6 5000)
            S: e OK *
            C: f SETQUOTA domain/x.test (MESSAGE 100)
            S: * QUOTA "domain/x.test" (MESSAGE 0 100)
            S: f OK *
            C: g GETQUOTA tenant/nobody
            S: g NO [NONEXISTENT] *
            C: h SETQUOTA domain/x.test (MAILBOX 5)
            S: h NO [CANNOT] *
            C: i SETQUOTA account/bob@x.test (MESSAGE 0)
            S: i NO [CANNOT] *
            C: j SETQUOTA account/bob@x.test (CANDY 5)
            S: j NO [CANNOT] *
            C: k SETQUOTA domain/x.test ()
            S: * QUOTA "domain/x.test" ()
            S: k OK *
            """);
    }

    [Fact]
    public async Task An_account_makes_no_more_mailboxes_than_it_may_have()
    {
        await using var server = await ImapTestServer.StartLoggedInAsync(int.MaxValue);
        int there = (await server.Store.Store.Mailboxes.ListAsync(server.Account.Id, CancellationToken.None)).Count;
        Assert.Equal(Storage.Accounts.DirectoryResult.Done, await server.Store.Store.Quotas.SetAsync(QuotaOwner.Account, "ann@x.test", new QuotaLimit { Mailboxes = there + 1 }, CancellationToken.None));
        await server.PlayAsync($"""
            C: a CREATE One
            S: a OK *
            C: b CREATE Two
            S: b NO [OVERQUOTA] *
            C: c RENAME One Two/Three
            S: c NO [OVERQUOTA] *
            C: d GETQUOTA account
            S: * QUOTA account (MAILBOX {there + 1} {there + 1})
            S: d OK *
            """);
    }

    private static async Task SetAsync(ImapTestServer server, QuotaOwner owner, string name, long bytes, long messages) =>
        Assert.Equal(Storage.Accounts.DirectoryResult.Done, await server.Store.Store.Quotas.SetAsync(owner, name, new QuotaLimit(bytes, messages), CancellationToken.None));
}
