using Aether.Imap.Session;

namespace Aether.Imap.Tests.Session;

/// <summary>What ENABLE changes, and what a listener can leave out. RFC 9051, RFC 6855, RFC 9586, RFC 8437, RFC 7888.</summary>
[Proves("IMAP4rev2", "ENABLE", "UTF8=ACCEPT", "UIDONLY", "UNAUTHENTICATE", "LITERAL-")]
public sealed class DialectTests
{
    [Theory, InlineData(int.MaxValue), InlineData(1)]
    public async Task IMAP4rev2_knows_no_recent_messages_and_writes_names_in_UTF8(int chunkSize)
    {
        await using var server = await ImapTestServer.StartLoggedInAsync(chunkSize, messages: ["Subject: one\n\n"]);

        // RFC 9051 §6.3.2, §7.3.4, appendix E.
        await server.PlayAsync("""
            C: a CREATE "&AOk-t&AOk-"
            S: a OK *
            C: b LIST "" "&AOk-*"
            S: * LIST (\HasNoChildren) "/" "&AOk-t&AOk-"
            S: b OK *
            C: e ENABLE IMAP4rev2
            S: * ENABLED IMAP4rev2
            S: e OK *
            C: s SELECT INBOX
            S: * FLAGS *
            S: * 1 EXISTS
            S: * OK [PERMANENTFLAGS *
            S: * OK [UIDVALIDITY *
            S: * OK [UIDNEXT *
            S: * OK [HIGHESTMODSEQ *
            S: * OK [MAILBOXID *
            S: * OK [ANNOTATIONS *
            S: * LIST () "/" "INBOX"
            S: s OK *
            C: c LIST "" "é*"
            S: * LIST (\HasNoChildren) "/" "été"
            S: c OK *
            C: d FETCH 1 FLAGS
            S: * 1 FETCH (FLAGS ())
            S: d OK *
            C: f SEARCH ALL
            S: * ESEARCH (TAG "f") ALL 1
            S: f OK *
            C: g SELECT "été"
            S: * OK [CLOSED] *
            S: ...
            S: * LIST () "/" "été"
            S: g OK *
            C: h STATUS "été" (MESSAGES DELETED)
            S: * STATUS "été" (MESSAGES 0 DELETED 0)
            S: h OK *
            """);
    }

    [Fact]
    public async Task IMAP4rev2_hears_what_a_name_became()
    {
        await using var server = await ImapTestServer.StartLoggedInAsync(int.MaxValue);

        // RFC 9051 §6.3.4, §6.3.2: an accent apart becomes one with its letter.
        await server.PlayAsync("""
            C: e ENABLE IMAP4rev2
            S: ...
            S: e OK *
            C: a CREATE "e\u0301"
            S: * LIST () "/" "\u00e9" ("OLDNAME" ("e\u0301"))
            S: a OK *
            C: b CREATE plain/
            S: b OK *
            C: c SELECT "e\u0301"
            S: ...
            S: * LIST () "/" "\u00e9" ("OLDNAME" ("e\u0301"))
            S: c OK *
            """.Replace(@"\u0301", "\u0301", StringComparison.Ordinal).Replace(@"\u00e9", "\u00e9", StringComparison.Ordinal));
    }

    [Fact]
    public async Task UTF8_ACCEPT_takes_names_as_they_are()
    {
        await using var server = await ImapTestServer.StartLoggedInAsync(int.MaxValue);

        // RFC 6855 §3: an ampersand is one then.
        await server.PlayAsync("""
            C: e ENABLE UTF8=ACCEPT
            S: * ENABLED UTF8=ACCEPT
            S: e OK *
            C: a CREATE "a & ü"
            S: a OK *
            C: b LIST "" "a*"
            S: * LIST (\HasNoChildren) "/" "a & ü"
            S: b OK *
            """);
    }

    [Theory, InlineData(int.MaxValue), InlineData(1)]
    public async Task UIDONLY_has_no_message_numbers(int chunkSize)
    {
        await using var server = await ImapTestServer.StartLoggedInAsync(chunkSize, messages: ["Subject: one\n\n", "Subject: two\n\n"]);

        // RFC 9586 §3.
        await server.PlayAsync("""
            C: e ENABLE UIDONLY
            S: * ENABLED UIDONLY
            S: e OK *
            C: s SELECT INBOX
            S: ...
            S: s OK *
            C: a FETCH 1 FLAGS
            S: a BAD [UIDREQUIRED] *
            C: b SEARCH ALL
            S: b BAD [UIDREQUIRED] *
            C: c UID FETCH 2 FLAGS
            S: * 2 UIDFETCH (UID 2 FLAGS (\Recent))
            S: c OK *
            C: d UID STORE 1 FLAGS (\Deleted)
            S: * 1 UIDFETCH (UID 1 FLAGS (\Deleted \Recent))
            S: d OK *
            C: f EXPUNGE
            S: * VANISHED 1
            S: f OK *
            C: g UID SEARCH 1:2
            S: g BAD [UIDREQUIRED] *
            C: h UID SEARCH UID 1:2
            S: * SEARCH 2
            S: h OK *
            """);
    }

    [Fact]
    public async Task UNAUTHENTICATE_makes_the_session_nobody_s()
    {
        await using var server = await ImapTestServer.StartLoggedInAsync(int.MaxValue, messages: ["Subject: one\n\n"]);

        await server.PlayAsync("""
            C: e ENABLE IMAP4rev2
            S: ...
            S: e OK *
            C: s SELECT INBOX
            S: ...
            S: s OK *
            C: a UNAUTHENTICATE
            S: a OK *
            C: b FETCH 1 FLAGS
            S: b BAD Log in first.
            C: c LOGIN ann@x.test secret
            S: c OK *
            C: d FETCH 1 FLAGS
            S: d BAD Select a mailbox first.
            C: f SELECT INBOX
            S: ...
            S: * 0 RECENT
            S: ...
            S: f OK *
            """);
    }

    [Fact]
    public async Task What_a_listener_leaves_out_is_neither_told_nor_done()
    {
        string[] off = ["IMAP4rev2", "CONDSTORE", "MOVE", "LIST-EXTENDED", "BINARY"];
        await using var server = await ImapTestServer.StartLoggedInAsync(int.MaxValue, messages: ["Subject: one\n\n"], options: ImapTestServer.Options with { Without = off });
        string told = ImapTestServer.Offered;
        foreach (string name in off)
            told = told.Replace(" " + name + " ", " ", StringComparison.Ordinal);

        await server.PlayAsync($"""
            C: a CAPABILITY
            S: * CAPABILITY {told}
            S: a OK *
            C: e ENABLE IMAP4rev2
            S: * ENABLED
            S: e OK *
            C: s SELECT INBOX (CONDSTORE)
            S: s BAD *
            C: t SELECT INBOX
            S: ...
            S: t OK *
            C: m MOVE 1 Sent
            S: m BAD There is no such command.
            C: n FETCH 1 MODSEQ
            S: n BAD *
            C: o FETCH 1 BINARY[1]
            S: o BAD *
            C: p LIST () "" ("*" "%")
            S: p BAD *
            """);
    }

    [Fact]
    public void Everything_that_is_offered_can_be_switched_off() =>
        Assert.All(OfferedCapabilities.Switchable, static name =>
            Assert.False(new OfferedCapabilities(ImapTestServer.Options with { Without = [name.ToLowerInvariant()] }).Has(name)));

    [Fact]
    public async Task Small_literals_alone_come_unasked_where_the_listener_says_so()
    {
        await using var server = await ImapTestServer.StartAsync(int.MaxValue, ImapTestServer.Options with { MaxPlainLiteral = 4096 });

        // RFC 7888 §5: LITERAL- and LITERAL+ are never told together.
        await server.PlayAsync("""
            S: * OK [CAPABILITY IMAP4rev1 IMAP4rev2 LITERAL- SASL-IR *
            C: a LOGIN {10+}
            C: ann@x.test secret
            S: a OK *
            C: b APPEND INBOX {4097+}
            S: * BYE [TOOBIG] *
            S-close:
            """);
    }
}
