using Aether.Storage.Mailboxes;

namespace Aether.Imap.Tests.Commands.Messages;

/// <summary>APPEND of several messages, of parts, in place of another. RFC 3502, RFC 4469, RFC 8508, RFC 6855; case I11.</summary>
[Proves("MULTIAPPEND", "CATENATE", "URL-PARTIAL", "REPLACE")]
public sealed class ComposedAppendTests
{
    [Theory, InlineData(int.MaxValue), InlineData(1)]
    public async Task Several_messages_go_in_together(int chunkSize)
    {
        await using var server = await ImapTestServer.StartLoggedInAsync(chunkSize);
        var inbox = await server.Store.FindMailboxAsync(server.Account.Id, Mailbox.Inbox);

        // RFC 3502 §6.3.11, with literals that are asked for and others, and a literal8 (RFC 3516 §4.4).
        await server.PlayAsync($$"""
            C: a APPEND INBOX (\Seen) {14}
            S: + Go ahead
            C-raw: Subject: a\r\n\r\n (\\Flagged) " 2-Feb-1994 05:52:25 +0000" {14+}\r\nSubject: b\r\n\r\n ~{14}\r\n
            S: + Go ahead
            C-raw: Subject: c\r\n\r\n\r\n
            S: a OK [APPENDUID {{inbox.Counters.UidValidity}} 1:3] Appended.
            C: s SELECT INBOX
            S: ...
            S: s OK *
            C: b FETCH 1:3 (FLAGS RFC822.SIZE)
            S: * 1 FETCH (FLAGS (\Seen \Recent) RFC822.SIZE 14)
            S: * 2 FETCH (FLAGS (\Flagged \Recent) RFC822.SIZE 14)
            S: * 3 FETCH (FLAGS (\Recent) RFC822.SIZE 14)
            S: b OK *
            """);
    }

    [Fact]
    public async Task When_one_fails_none_is_stored()
    {
        await using var server = await ImapTestServer.StartAsync(int.MaxValue, change: static options => options with { QuotaBytes = 30 });

        // Case I11: the third is over quota; then the second is malformed, empty, too big; the session stays in step.
        await server.PlayAsync("""
            S: * OK *
            C: l LOGIN ann@x.test secret
            S: l OK *
            C-raw: a APPEND INBOX {14+}\r\nSubject: a\r\n\r\n {14+}\r\nSubject: b\r\n\r\n {14+}\r\nSubject: c\r\n\r\n\r\n
            S: a NO [OVERQUOTA] *
            C-raw: b APPEND INBOX {14+}\r\nSubject: a\r\n\r\n (\\Foo) {3+}\r\nabc {3+}\r\nabc\r\n
            S: b BAD *
            C-raw: c APPEND INBOX {14+}\r\nSubject: a\r\n\r\n {0+}\r\n\r\n
            S: c NO [CANNOT] *
            C-raw: d APPEND INBOX {14+}\r\nSubject: a\r\n\r\n {9999999}\r\n
            S: d NO [TOOBIG] *
            C-raw: e APPEND INBOX {14+}\r\nSubject: a\r\n\r\nfoo\r\n
            S: e BAD *
            C: z STATUS INBOX (MESSAGES)
            S: * STATUS "INBOX" (MESSAGES 0)
            S: z OK *
            """);
    }

    [Fact]
    public async Task Many_at_once_do_not_run_over_a_quota()
    {
        const int Clients = 12;
        await using var server = await ImapTestServer.StartAsync(int.MaxValue, change: static options => options with { QuotaBytes = 5 * 14 });
        for (int client = 1; client <= Clients; client++)
        {
            await server.PlayAsync($"""
                S{client}: * OK *
                C{client}: l LOGIN ann@x.test secret
                S{client}: l OK *
                """);
        }

        // Case I12: all append together; what does not fit is refused, however they meet.
        await Task.WhenAll(Enumerable.Range(1, Clients).Select(client => server.Client(client).SendLineAsync("a APPEND INBOX {14+}\r\nSubject: a\r\n\r\n")));
        var replies = await Task.WhenAll(Enumerable.Range(1, Clients).Select(client => server.Client(client).ReadLineAsync()));

        Assert.Equal(5, replies.Count(static reply => reply!.StartsWith("a OK", StringComparison.Ordinal)));
        Assert.Equal(Clients - 5, replies.Count(static reply => reply!.StartsWith("a NO [OVERQUOTA]", StringComparison.Ordinal)));
    }

    [Theory, InlineData(int.MaxValue), InlineData(1)]
    public async Task A_message_is_put_together_from_text_and_parts_of_others(int chunkSize)
    {
        await using var server = await ImapTestServer.StartLoggedInAsync(chunkSize, messages: ["Subject: old\n\nthe body\n"]);
        var inbox = await server.Store.FindMailboxAsync(server.Account.Id, Mailbox.Inbox);

        // RFC 4469 §3, §5; a part of a part: RFC 5550 §3.2.
        await server.PlayAsync($$"""
            C: a APPEND Drafts (\Draft) CATENATE (TEXT {16}
            S: + Go ahead
            C-raw: Subject: new\r\n\r\n URL "/INBOX;UIDVALIDITY={{inbox.Counters.UidValidity}}/;UID=1/;SECTION=TEXT" TEXT {5+}\r\nend\r\n URL {37+}\r\n/INBOX/;UID=1/;SECTION=1/;PARTIAL=4.4)\r\n
            S: a OK [APPENDUID *
            C: b APPEND Drafts CATENATE (URL "/INBOX/;UID=1")
            S: b OK [APPENDUID *
            C: s SELECT Drafts
            S: ...
            S: s OK *
            C: c FETCH 1:2 BODY.PEEK[]
            S: * 1 FETCH (BODY[] {35}
            S-raw: Subject: new\r\n\r\nthe body\r\nend\r\nbody)\r\n
            S: * 2 FETCH (BODY[] {26}
            S: ...
            S: c OK *
            """);
    }

    [Theory]
    [InlineData("/Nowhere/;UID=1")]
    [InlineData("/INBOX/;UID=9")]
    [InlineData("/INBOX;UIDVALIDITY=1/;UID=1")]
    [InlineData("/INBOX/;UID=1/;SECTION=7")]
    [InlineData("/INBOX/;UID=1/;SECTION=nonsense")]
    [InlineData("/INBOX")]
    [InlineData("imap://elsewhere.test/INBOX/;UID=1")]
    [InlineData("/../INBOX/;UID=1")]
    public async Task A_URL_that_leads_nowhere_is_named(string url)
    {
        await using var server = await ImapTestServer.StartLoggedInAsync(int.MaxValue, messages: ["Subject: old\n\nthe body\n"]);
        await server.PlayAsync($$"""
            C-raw: a APPEND Drafts CATENATE (URL "{{url}}" TEXT {5+}\r\nabcde)\r\n
            S: a NO [BADURL "{{url}}"] *
            C: b STATUS Drafts (MESSAGES)
            S: * STATUS "Drafts" (MESSAGES 0)
            S: b OK *
            """);
    }

    [Theory, InlineData(int.MaxValue), InlineData(1)]
    public async Task A_message_takes_the_place_of_another(int chunkSize)
    {
        await using var server = await ImapTestServer.StartLoggedInAsync(chunkSize, messages: ["Subject: 1\n\n", "Subject: 2\n\n"]);
        var inbox = await server.Store.FindMailboxAsync(server.Account.Id, Mailbox.Inbox);

        // RFC 8508 §3.
        await server.PlayAsync($$"""
            C: s SELECT INBOX
            S: ...
            S: s OK *
            C: a REPLACE 1 INBOX (\Draft) {14}
            S: + Go ahead
            C-raw: Subject: 3\r\n\r\n\r\n
            S: * OK [APPENDUID {{inbox.Counters.UidValidity}} 3] *
            S: * 1 EXPUNGE
            S: * 2 EXISTS
            S: * 2 RECENT
            S: a OK Replaced.
            C-raw: b UID REPLACE 2 Drafts {14+}\r\nSubject: 4\r\n\r\n\r\n
            S: * OK [APPENDUID *
            S: * 1 EXPUNGE
            S: b OK Replaced.
            C-raw: c UID REPLACE 2 Drafts {14+}\r\nSubject: 5\r\n\r\n\r\n
            S: c NO [NONEXISTENT] *
            C: d REPLACE 9 INBOX {14}
            S: d BAD *
            C: e REPLACE 1 Nowhere {14}
            S: e NO [TRYCREATE] *
            C-raw: f REPLACE 1 {5+}\r\nINBOX {0+}\r\n\r\n
            S: f NO [CANNOT] *
            C: g REPLACE 1
            S: g BAD *
            C: x EXAMINE INBOX
            S: ...
            S: x OK *
            C: h REPLACE 1 INBOX {14}
            S: h NO [READ-ONLY] *
            """);
    }

    [Fact]
    public async Task A_message_in_UTF8_comes_in_its_own_form_once_that_is_enabled()
    {
        await using var server = await ImapTestServer.StartLoggedInAsync(int.MaxValue);

        // RFC 6855 §4.
        await server.PlayAsync("""
            C-raw: a APPEND INBOX UTF8 (~{14+}\r\nSubject: u\r\n\r\n)\r\n
            S: a BAD *
            C: e ENABLE UTF8=ACCEPT
            S: ...
            S: e OK *
            C-raw: b APPEND INBOX UTF8 (~{14+}\r\nSubject: u\r\n\r\n)\r\n
            S: b OK [APPENDUID *
            """);
    }
}
