using Aether.Imap.Wire;

namespace Aether.Imap.Tests.Commands.Sharing;

/// <summary>Mailboxes of others: ACL, namespaces, each reader's own \Seen. RFC 4314, RFC 2342, RFC 8440.</summary>
[Proves("ACL", "RIGHTS=texkn", "LIST-MYRIGHTS", "NAMESPACE")]
public sealed class SharingTests
{
    private const string Mail = "From: carl@y.test\nSubject: hello\n\nHello.\n";

    [Theory, InlineData(int.MaxValue), InlineData(1)]
    public async Task A_mailbox_is_shared_and_found(int chunkSize)
    {
        await using var server = await SharedAsync(chunkSize);
        await server.PlayAsync("""
            C1: a SETACL INBOX bob@x.test lr
            S1: a OK *
            C1: b SETACL INBOX bob@x.test +swi
            S1: b OK *
            C1: c SETACL INBOX anyone l
            S1: c OK *
            C1: d SETACL INBOX -bob@x.test i
            S1: d OK *
            C1: e GETACL INBOX
            S1: * ACL "INBOX" "ann@x.test" lrswipkxteancd "anyone" l "bob@x.test" lrswi "-bob@x.test" i
            S1: e OK *
            C1: f LISTRIGHTS INBOX bob@x.test
            S1: * LISTRIGHTS "INBOX" "bob@x.test" "" l r s w i p k x t e a n
            S1: f OK *
            C1: g LISTRIGHTS INBOX ann@x.test
            S1: * LISTRIGHTS "INBOX" "ann@x.test" lrswipkxtean
            S1: g OK *
            C1: h MYRIGHTS INBOX
            S1: * MYRIGHTS "INBOX" lrswipkxteancd
            S1: h OK *
            C2: a MYRIGHTS Users/ann@x.test/inbox
            S2: * MYRIGHTS "Users/ann@x.test/INBOX" lrsw
            S2: a OK *
            C2: b LIST "" "Us%"
            S2: * LIST (\Noselect \HasChildren) "/" "Users"
            S2: b OK *
            C2: c LIST "Users/" "%/%"
            S2: * LIST (\HasNoChildren) "/" "Users/ann@x.test/INBOX"
            S2: c OK *
            C2: d LIST "" "Users/*" RETURN (MYRIGHTS STATUS (MESSAGES UNSEEN))
            S2: * LIST (\Noselect \HasChildren) "/" "Users/ann@x.test"
            S2: * LIST (\HasNoChildren) "/" "Users/ann@x.test/INBOX"
            S2: * MYRIGHTS "Users/ann@x.test/INBOX" lrsw
            S2: * STATUS "Users/ann@x.test/INBOX" (MESSAGES 2 UNSEEN 2)
            S2: d OK *
            C2: e GETACL Users/ann@x.test/INBOX
            S2: e NO [NOPERM] *
            C2: f MYRIGHTS Users/ann@x.test/Sent
            S2: f NO [NONEXISTENT] *
            C1: i DELETEACL INBOX bob@x.test
            S1: i OK *
            C1: j DELETEACL INBOX -bob@x.test
            S1: j OK *
            C2: g MYRIGHTS Users/ann@x.test/INBOX
            S2: * MYRIGHTS "Users/ann@x.test/INBOX" l
            S2: g OK *
            C2: h SELECT Users/ann@x.test/INBOX
            S2: h NO [NOPERM] *
            """);
    }

    [Fact]
    public async Task Wrong_words_and_unknown_users_are_refused()
    {
        await using var server = await SharedAsync(int.MaxValue);
        await server.AddUserAsync(3, "eve@y.test");
        await server.PlayAsync("""
            C1: a SETACL INBOX nobody@x.test lr
            S1: a NO [NONEXISTENT] *
            # An account of a stranger's domain is nobody, as is one that is not there (case I07).
            C1: b SETACL INBOX eve@y.test lr
            S1: b NO [NONEXISTENT] *
            C1: c SETACL INBOX bob@x.test lrz
            S1: c BAD *
            C1: d SETACL INBOX bob@x.test
            S1: d BAD *
            C1: e SETACL INBOX ann@x.test l
            S1: e NO [CANNOT] *
            C1: f SETACL Nowhere bob@x.test l
            S1: f NO [NONEXISTENT] *
            C1: g SETACL INBOX anyone lr
            S1: g OK *
            C3: a SELECT Users/ann@x.test/INBOX
            S3: a NO [NONEXISTENT] *
            C3: b SELECT Users/nobody@x.test/INBOX
            S3: b NO [NONEXISTENT] *
            C3: c LIST "" "Users/*"
            S3: c OK *
            C2: a SELECT Users/ann@x.test/../INBOX
            S2: a NO [NONEXISTENT] *
            """);
    }

    [Theory, InlineData(int.MaxValue), InlineData(1)]
    public async Task Each_reader_has_his_own_seen(int chunkSize)
    {
        await using var server = await SharedAsync(chunkSize);
        var cid = await server.AddUserAsync(3, "cid@x.test");
        await server.ShareAsync("INBOX", null, "lrswt");
        await server.PlayAsync("""
            C1: a STORE 1 +FLAGS.SILENT (\Seen)
            S1: a OK *
            C2: s SELECT Users/ann@x.test/INBOX
            S2: * FLAGS *
            S2: * 2 EXISTS
            S2: * *
            S2: * OK [UNSEEN 1] *
            S2: * OK [PERMANENTFLAGS (\Answered \Flagged \Deleted \Seen \Draft \*)] *
            S2: ...
            S2: s OK [READ-WRITE] *
            C3: s SELECT Users/ann@x.test/INBOX
            S3: ...
            S3: s OK [READ-WRITE] *
            C2: b FETCH 2 BODY[TEXT]
            S2: * 2 FETCH (BODY[TEXT] {8}
            S2: Hello.
            S2:  FLAGS (\Seen))
            S2: b OK *
            C2: c STORE 1 FLAGS (\Flagged \Seen $Ours)
            S2: * FLAGS *
            S2: * 1 FETCH (FLAGS (\Flagged \Seen $Ours))
            S2: c OK *
            C2: d SEARCH UNSEEN
            S2: * SEARCH
            S2: d OK *
            C2: e STORE 1 -FLAGS (\Seen)
            S2: * 1 FETCH (FLAGS (\Flagged $Ours))
            S2: e OK *
            C2: f SEARCH UNSEEN
            S2: * SEARCH 1
            S2: f OK *
            C2: g STATUS Users/ann@x.test/INBOX (UNSEEN)
            S2: * STATUS "Users/ann@x.test/INBOX" (UNSEEN 1)
            S2: g OK *
            # The other reader has seen nothing, and hears of the flags that are shared.
            C3: h NOOP
            S3: ...
            S3: * 1 FETCH (FLAGS (\Flagged *
            S3: h OK *
            C3: i FETCH 1:2 FLAGS
            S3: * 1 FETCH (FLAGS (\Flagged *
            S3: * 2 FETCH (FLAGS (*
            S3: i OK *
            C3: j SEARCH UNSEEN
            S3: * SEARCH 1 2
            S3: j OK *
            C1: n NOOP
            S1: ...
            S1: n OK *
            C1: k FETCH 1:2 FLAGS
            S1: * 1 FETCH (FLAGS (\Flagged \Seen \Recent $Ours))
            S1: * 2 FETCH (FLAGS (\Recent))
            S1: k OK *
            """);
        Assert.NotEqual(default, cid.Id);
    }

    [Fact]
    public async Task Another_session_of_a_reader_hears_what_he_has_seen()
    {
        await using var server = await SharedAsync(int.MaxValue);
        await server.ShareAsync("INBOX", null, "lrs");
        await server.PlayAsync("""
            S3: * OK [CAPABILITY *
            C3: l LOGIN bob@x.test secret
            S3: l OK *
            C3: e ENABLE CONDSTORE
            S3: ...
            S3: e OK *
            C3: s SELECT Users/ann@x.test/INBOX
            S3: ...
            S3: * OK [PERMANENTFLAGS (\Seen)] *
            S3: ...
            S3: s OK *
            C3: i IDLE
            S3: + idling
            C2: s SELECT Users/ann@x.test/INBOX
            S2: ...
            S2: s OK *
            C2: a STORE 2 +FLAGS (\Seen)
            S2: * 2 FETCH (FLAGS (\Seen))
            S2: a OK *
            S3: * 2 FETCH (FLAGS (\Seen) MODSEQ *
            C3: DONE
            S3: i OK *
            C3: c FETCH 1:2 (FLAGS) (CHANGEDSINCE 4)
            S3: * 2 FETCH (FLAGS (\Seen) MODSEQ *
            S3: c OK *
            # What changed since is not touched: the condition holds for one's own \Seen too. RFC 7162 §3.1.3
            C3: d STORE 1:2 (UNCHANGEDSINCE 4) -FLAGS (\Seen)
            S3: * 1 FETCH (FLAGS () MODSEQ *
            S3: d OK [MODIFIED 2] *
            """);
    }

    [Fact]
    public async Task Messages_go_from_one_account_to_another()
    {
        await using var server = await SharedAsync(int.MaxValue);
        await server.ShareAsync("INBOX", null, "lrsite");
        await server.PlayAsync("""
            C1: a STORE 1 +FLAGS.SILENT (\Flagged $Work)
            S1: ...
            S1: a OK *
            C2: s SELECT Users/ann@x.test/INBOX
            S2: ...
            S2: s OK *
            C2: a COPY 1:2 INBOX
            S2: a OK [COPYUID *
            C2: b MOVE 2 INBOX
            S2: * OK [COPYUID *
            S2: * 2 EXPUNGE
            S2: b OK *
            # He has seen what he puts there; to flag it he has no right.
            C2: c APPEND Users/ann@x.test/INBOX (\Seen \Flagged) {10+}
            C2: Subject: a
            S2: ...
            S2: c OK [APPENDUID *
            C2: d FETCH 2 FLAGS
            S2: * 2 FETCH (FLAGS (\Seen \Recent))
            S2: d OK *
            C2: e SELECT INBOX
            S2: ...
            S2: e OK *
            C2: f FETCH 1:* (FLAGS BODY.PEEK[HEADER.FIELDS (SUBJECT)])
            S2: * 1 FETCH (FLAGS (\Flagged \Recent $Work) BODY[HEADER.FIELDS *
            S2: Subject: hello
            S2: ...
            S2: f OK *
            C2: g MOVE 1 Users/ann@x.test/INBOX
            S2: ...
            S2: g OK *
            C1: n NOOP
            S1: ...
            S1: n OK *
            # The flags that he may not set there are left behind.
            C1: o FETCH 3 FLAGS
            S1: * 3 FETCH (FLAGS (\Recent))
            S1: o OK *
            """);
    }

    [Fact]
    public async Task Public_folders_are_those_of_the_shared_account()
    {
        await using var server = await ImapTestServer.StartLoggedInAsync(int.MaxValue);
        await server.AddUserAsync(2, "shared@x.test");
        await server.AddUserAsync(3, "eve@y.test");
        await server.PlayAsync("""
            C2: a CREATE News
            S2: a OK *
            C2: b SETACL News anyone lrsik
            S2: b OK *
            C1: a LIST "" "S%"
            S1: * LIST (\HasNoChildren \Sent) "/" "Sent"
            S1: * LIST (\Noselect \HasChildren) "/" "Shared"
            S1: a OK *
            C1: b CREATE Shared/News/2026
            S1: b OK *
            C1: c LIST "" "Shared/*"
            S1: * LIST (\HasChildren) "/" "Shared/News"
            S1: * LIST (\HasNoChildren) "/" "Shared/News/2026"
            S1: c OK *
            C1: d MYRIGHTS Shared/News/2026
            S1: * MYRIGHTS "Shared/News/2026" lrsikc
            S1: d OK *
            C1: e CREATE Shared/Mine
            S1: e NO [CANNOT] *
            C1: f DELETE Shared/News/2026
            S1: f NO [NOPERM] *
            C1: g SUBSCRIBE Shared/News
            S1: g OK *
            C1: h LSUB "" "Shared/*"
            S1: * LSUB () "/" "Shared/News"
            S1: h OK *
            # It has one name only.
            C1: i SELECT Users/shared@x.test/News
            S1: i NO [NONEXISTENT] *
            C3: a LIST "" "Shared*"
            S3: a OK *
            C3: b SELECT Users/shared@x.test/News
            S3: b NO [NONEXISTENT] *
            """);
    }

    [Fact]
    public async Task News_of_a_shared_mailbox_come_by_NOTIFY()
    {
        await using var server = await SharedAsync(int.MaxValue);
        await server.ShareAsync("INBOX", null, "lr");
        await server.PlayAsync("""
            C2: n NOTIFY SET (mailboxes Users/ann@x.test/INBOX (MessageNew MessageExpunge)) (personal (MessageNew MessageExpunge))
            S2: n OK *
            C1: a APPEND INBOX {10+}
            C1: Subject: a
            S1: ...
            S1: a OK *
            S2: * STATUS "Users/ann@x.test/INBOX" (MESSAGES 3 UIDNEXT 4 UIDVALIDITY *
            """);
    }

    [Fact]
    public async Task Rights_taken_end_an_open_session()
    {
        await using var server = await SharedAsync(int.MaxValue);
        await server.ShareAsync("INBOX", null, "lrs");
        await server.PlayAsync("""
            C2: s SELECT Users/ann@x.test/INBOX
            S2: ...
            S2: s OK *
            C1: a DELETEACL INBOX anyone
            S1: a OK *
            C2: b FETCH 1 BODY[]
            S2: b NO [NOPERM] *
            S2: * BYE *
            S2-close:
            """);
    }

    [Fact]
    public async Task Without_ACL_there_are_only_own_mailboxes()
    {
        await using var server = await ImapTestServer.StartLoggedInAsync(int.MaxValue, options: ImapTestServer.Options with { Without = ["ACL", "RIGHTS=texkn", "LIST-MYRIGHTS"] });
        await server.PlayAsync("""
            C: a MYRIGHTS INBOX
            S: a BAD *
            C: b NAMESPACE
            S: * NAMESPACE (("" "/")) NIL NIL
            S: b OK *
            C: c CREATE Shared/mine
            S: c OK *
            """);
        Assert.Equal("shared", ImapTestServer.Options.SharedAccount);
    }

    /// <summary>Client 1 is ann with INBOX open and two messages in it; client 2 is bob, of the same domain.</summary>
    private static async Task<ImapTestServer> SharedAsync(int chunkSize, ImapOptions? options = null)
    {
        var server = await ImapTestServer.StartLoggedInAsync(chunkSize, messages: [Mail, Mail], options: options);
        await server.AddUserAsync(2, "bob@x.test");
        await server.PlayAsync("""
            C1: s SELECT INBOX
            S1: ...
            S1: s OK *
            """);
        return server;
    }
}
