namespace Aether.Imap.Tests.Commands.Messages;

/// <summary>STORE, EXPUNGE, COPY and MOVE. RFC 3501 §6.4, RFC 4315 UIDPLUS, RFC 6851 MOVE.</summary>
[Proves("MOVE")]
public sealed class FlagTests
{
    private static readonly string[] Three = ["Subject: one\n\n", "Subject: two\n\n", "Subject: three\n\n"];

    [Theory, InlineData(int.MaxValue), InlineData(1)]
    public async Task STORE_sets_adds_and_removes_flags(int chunkSize)
    {
        await using var server = await SelectedAsync(chunkSize);

        await server.PlayAsync("""
            C: a STORE 1:2 FLAGS (\Seen \Flagged)
            S: * 1 FETCH (FLAGS (\Flagged \Seen \Recent))
            S: * 2 FETCH (FLAGS (\Flagged \Seen \Recent))
            S: a OK Stored.
            C: b STORE 2 +flags \Deleted $Todo
            S: * FLAGS (\Answered \Flagged \Deleted \Seen \Draft $Todo)
            S: * 2 FETCH (FLAGS (\Flagged \Deleted \Seen \Recent $Todo))
            S: b OK *
            C: c UID STORE 2 -FLAGS (\Seen $todo)
            S: * 2 FETCH (UID 2 FLAGS (\Flagged \Deleted \Recent))
            S: c OK *
            C: d STORE * FLAGS.SILENT ()
            S: d OK *
            C: e FETCH 3 FLAGS
            S: * 3 FETCH (FLAGS (\Recent))
            S: e OK *
            C: f STORE 1 FLAGS (\Recent)
            S: * 1 FETCH (FLAGS (\Recent))
            S: f OK *
            C: g STORE 9 FLAGS ()
            S: g BAD *
            C: h UID STORE 9 FLAGS ()
            S: h OK *
            C: i STORE 1 FLAGS (\Foo)
            S: i BAD *
            C: j STORE 1 FOO ()
            S: j BAD *
            C: k STORE 0 FLAGS ()
            S: k BAD *
            """);
    }

    [Theory, InlineData(int.MaxValue), InlineData(1)]
    public async Task EXPUNGE_removes_what_is_deleted(int chunkSize)
    {
        await using var server = await SelectedAsync(chunkSize);

        // RFC 3501 §6.4.3: each number counts without those before; RFC 4315 §2.1: UID EXPUNGE takes only the named.
        await server.PlayAsync("""
            C: a STORE 1:3 +FLAGS.SILENT (\Deleted)
            S: a OK *
            C: b UID EXPUNGE 2
            S: * 2 EXPUNGE
            S: b OK *
            C: c EXPUNGE
            S: * 1 EXPUNGE
            S: * 1 EXPUNGE
            S: c OK *
            C: d EXPUNGE x
            S: d BAD *
            C: e UID EXPUNGE
            S: e BAD *
            C: f FETCH 1:* FLAGS
            S: f OK *
            """);
    }

    [Theory, InlineData(int.MaxValue), InlineData(1)]
    public async Task COPY_and_MOVE_tell_the_new_UIDs(int chunkSize)
    {
        await using var server = await SelectedAsync(chunkSize);

        await server.PlayAsync("""
            C: a COPY 1,3 Nowhere
            S: a NO [TRYCREATE] *
            C: b STORE 1 +FLAGS.SILENT (\Flagged)
            S: b OK *
            C: c COPY 1,3 Archive
            S: c OK [COPYUID *
            C: d MOVE 2:3 Archive
            S: * OK [COPYUID *
            S: * 2 EXPUNGE
            S: * 2 EXPUNGE
            S: d OK Moved.
            C: e UID MOVE 1 Trash
            S: * OK [COPYUID *
            S: * 1 EXPUNGE
            S: e OK Moved.
            C: f UID COPY 77 Trash
            S: f OK Copied.
            C: g COPY 5 Trash
            S: g OK Copied.
            C: h SELECT Archive
            S: * FLAGS *
            S: * 4 EXISTS
            S: ...
            S: h OK *
            C: i FETCH 1:* (FLAGS BODY.PEEK[HEADER.FIELDS (SUBJECT)])
            S: * 1 FETCH (FLAGS (\Flagged \Recent) BODY[HEADER.FIELDS (SUBJECT)] {16}
            S: Subject: one
            S:
            S: )
            S: ...
            S: i OK *
            C: j COPY 9 Trash
            S: j BAD *
            """);
    }

    private static async Task<ImapTestServer> SelectedAsync(int chunkSize)
    {
        var server = await ImapTestServer.StartLoggedInAsync(chunkSize, messages: Three);
        await server.PlayAsync("""
            C: s SELECT INBOX
            S: ...
            S: s OK *
            """);
        return server;
    }
}
