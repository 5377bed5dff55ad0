using Aether.Storage.Mailboxes;
using Aether.Storage.Messages;

namespace Aether.Imap.Tests.Session;

/// <summary>CONDSTORE and QRESYNC: a client hears only of what changed since it was here. RFC 7162.</summary>
[Proves("CONDSTORE", "QRESYNC")]
public sealed class ResyncTests
{
    private static readonly string[] Three = ["Subject: one\n\n", "Subject: two\n\n", "Subject: three\n\n"];

    [Theory, InlineData(int.MaxValue), InlineData(1)]
    public async Task Mod_sequences_come_with_FETCH_once_the_client_knows_of_them(int chunkSize)
    {
        await using var server = await ImapTestServer.StartLoggedInAsync(chunkSize, messages: Three);
        var seqs = await ModSeqsAsync(server);

        // RFC 7162 §3.1: HIGHESTMODSEQ is told to everybody, MODSEQ only after a command that enables.
        await server.PlayAsync($"""
            C: s SELECT INBOX
            S: ...
            S: * OK [HIGHESTMODSEQ {seqs[2]}] *
            S: ...
            S: s OK *
            C: a STORE 1 +FLAGS (\Seen)
            S: * 1 FETCH (FLAGS (\Seen \Recent))
            S: a OK *
            C: b FETCH 2 (MODSEQ)
            S: * OK [HIGHESTMODSEQ *
            S: * 2 FETCH (MODSEQ ({seqs[1]}))
            S: b OK *
            C: c FETCH 1:* (FLAGS) (CHANGEDSINCE {seqs[2]})
            S: * 1 FETCH (FLAGS (\Seen \Recent) MODSEQ ({seqs[2] + 1}))
            S: c OK *
            C: d STORE 3 +FLAGS (\Flagged)
            S: * 3 FETCH (FLAGS (\Flagged \Recent) MODSEQ ({seqs[2] + 2}))
            S: d OK *
            C: e STATUS INBOX (HIGHESTMODSEQ)
            S: * STATUS "INBOX" (HIGHESTMODSEQ {seqs[2] + 2})
            S: e OK *
            C: f FETCH 1 (FLAGS) (CHANGEDSINCE 1 CHANGEDSINCE 1)
            S: f BAD *
            """);
    }

    [Theory, InlineData(int.MaxValue), InlineData(1)]
    public async Task A_conditional_STORE_leaves_alone_what_others_changed(int chunkSize)
    {
        await using var server = await ImapTestServer.StartLoggedInAsync(chunkSize, clients: 2, messages: Three);
        var seqs = await ModSeqsAsync(server);

        // RFC 7162 §3.1.3, examples 5 to 8.
        await server.PlayAsync($"""
            C1: s SELECT INBOX (CONDSTORE)
            S1: ...
            S1: s OK *
            C2: s SELECT INBOX
            S2: ...
            S2: s OK *
            C2: x STORE 2 +FLAGS.SILENT (\Answered)
            S2: x OK *
            C1: a STORE 1:3 (UNCHANGEDSINCE {seqs[2]}) +FLAGS.SILENT (\Seen)
            S1: * 1 FETCH (UID 1 MODSEQ ({seqs[2] + 2}))
            S1: * 3 FETCH (UID 3 MODSEQ ({seqs[2] + 2}))
            S1: * 2 FETCH (FLAGS (\Answered \Recent) MODSEQ ({seqs[2] + 1}))
            S1: a OK [MODIFIED 2] *
            C1: b UID STORE 2 (UNCHANGEDSINCE 1) FLAGS (\Seen)
            S1: b OK [MODIFIED 2] *
            C1: c STORE 2 (UNCHANGEDSINCE {seqs[2] + 1}) +FLAGS (\Seen)
            S1: * 2 FETCH (FLAGS (\Answered \Seen \Recent) MODSEQ ({seqs[2] + 3}))
            S1: c OK Stored.
            C1: d STORE 1 (UNCHANGEDSINCE x) FLAGS ()
            S1: d BAD *
            """);
    }

    [Theory, InlineData(int.MaxValue), InlineData(1)]
    public async Task A_returning_client_hears_what_vanished_and_what_changed(int chunkSize)
    {
        await using var server = await ImapTestServer.StartLoggedInAsync(chunkSize, messages: Three);
        var inbox = await server.Store.FindMailboxAsync(server.Account.Id, Mailbox.Inbox);
        var before = (await ModSeqsAsync(server))[2];
        var messages = server.Store.Store.Messages;
        await messages.SetFlagsAsync(server.Account.Id, inbox.Id, [new(3)], new FlagChange(FlagChangeMode.Add, SystemFlags.Seen, []), CancellationToken.None);
        await messages.RemoveAsync(server.Account.Id, inbox.Id, [new(1)], CancellationToken.None);

        // RFC 7162 §3.2.5, §3.2.6, §3.2.10.
        await server.PlayAsync($"""
            C: x SELECT INBOX (QRESYNC ({inbox.Counters.UidValidity} {before}))
            S: x BAD *
            C: e ENABLE QRESYNC
            S: * ENABLED QRESYNC
            S: e OK *
            C: s SELECT INBOX (QRESYNC ({inbox.Counters.UidValidity} {before} 1:3 (1:3 1:3)))
            S: ...
            S: * VANISHED (EARLIER) 1
            S: * 2 FETCH (UID 3 FLAGS (\Seen \Recent) MODSEQ ({before + 1}))
            S: s OK *
            C: a UID FETCH 1:3 (FLAGS) (CHANGEDSINCE {before} VANISHED)
            S: * VANISHED (EARLIER) 1
            S: * 2 FETCH (UID 3 FLAGS (\Seen \Recent) MODSEQ ({before + 1}))
            S: a OK *
            C: b FETCH 1 (FLAGS) (CHANGEDSINCE {before} VANISHED)
            S: b BAD *
            C: c STORE 2 +FLAGS.SILENT (\Deleted)
            S: c OK *
            C: d EXPUNGE
            S: * VANISHED 3
            S: d OK [HIGHESTMODSEQ {before + 4}] Expunged.
            C: s2 SELECT INBOX (QRESYNC ({inbox.Counters.UidValidity} {before} 2))
            S: * OK [CLOSED] *
            S: ...
            S: * OK [MAILBOXID *
            S: * OK [ANNOTATIONS *
            S: s2 OK *
            C: s3 SELECT INBOX (QRESYNC ({inbox.Counters.UidValidity + 1} {before}))
            S: ...
            S: * OK [MAILBOXID *
            S: * OK [ANNOTATIONS *
            S: s3 OK *
            C: s4 SELECT INBOX (QRESYNC (0 {before}))
            S: s4 BAD *
            """);
    }

    [Fact]
    public async Task News_of_flags_carry_UID_and_MODSEQ_under_QRESYNC()
    {
        await using var server = await ImapTestServer.StartLoggedInAsync(int.MaxValue, clients: 2, messages: Three);
        var last = (await ModSeqsAsync(server))[2];

        await server.PlayAsync($"""
            C1: e ENABLE QRESYNC
            S1: ...
            S1: e OK *
            C1: s SELECT INBOX
            S1: ...
            S1: s OK *
            C2: s SELECT INBOX
            S2: ...
            S2: s OK *
            C2: a STORE 2 +FLAGS.SILENT (\Flagged \Deleted)
            S2: a OK *
            C1: n NOOP
            S1: * 2 FETCH (UID 2 FLAGS (\Flagged \Deleted \Recent) MODSEQ ({last + 1}))
            S1: n OK *
            C2: b EXPUNGE
            S2: * 2 EXPUNGE
            S2: b OK *
            C1: o NOOP
            S1: * VANISHED 2
            S1: o OK *
            """);
    }

    /// <summary>Whatever changed the flags: the session's own STORE, a FETCH that sets \Seen, or somebody else.</summary>
    [Fact]
    public async Task Every_FETCH_carries_the_UID_under_QRESYNC()
    {
        await using var server = await ImapTestServer.StartLoggedInAsync(int.MaxValue, messages: ["one\n\n", "two\n\n", "abc"]);
        var last = (await ModSeqsAsync(server))[2];

        // RFC 7162 §3.2.4.
        await server.PlayAsync($$"""
            C: e ENABLE QRESYNC
            S: ...
            S: e OK *
            C: s SELECT INBOX
            S: ...
            S: s OK *
            C: x EXPUNGE
            S: x OK *
            C: a STORE 3 +FLAGS (\Answered)
            S: * 3 FETCH (UID 3 FLAGS (\Answered \Recent) MODSEQ ({{last + 1}}))
            S: a OK *
            C: b STORE 3 +FLAGS.SILENT (\Flagged)
            S: b OK *
            C: c FETCH 3 BODY[]
            S: * 3 FETCH (UID 3 BODY[] {3}
            S: abc FLAGS (\Answered \Flagged \Seen \Recent) MODSEQ ({{last + 3}}))
            S: c OK *
            C: d FETCH 3 RFC822.SIZE
            S: * 3 FETCH (UID 3 RFC822.SIZE 3)
            S: d OK *
            """);
    }

    private static async Task<List<long>> ModSeqsAsync(ImapTestServer server)
    {
        var inbox = await server.Store.FindMailboxAsync(server.Account.Id, Mailbox.Inbox);
        return [.. (await server.Store.Store.Messages.ListAsync(server.Account.Id, inbox.Id, CancellationToken.None)).Select(static row => row.ModSeq.Value)];
    }
}
