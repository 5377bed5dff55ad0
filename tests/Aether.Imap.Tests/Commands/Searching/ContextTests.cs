using Aether.Configuration.Schema;

namespace Aether.Imap.Tests.Commands.Searching;

/// <summary>CONTEXT=SEARCH and CONTEXT=SORT: results that are kept up to date. RFC 5267.</summary>
[Proves("CONTEXT=SEARCH", "CONTEXT=SORT")]
public sealed class ContextTests
{
    private static readonly string[] Three = ["Subject: b\n\n", "Subject: d\n\n", "Subject: f\n\n"];

    [Theory, InlineData(int.MaxValue), InlineData(1)]
    public async Task What_changes_of_a_search_is_told(int chunkSize)
    {
        await using var server = await StartAsync(chunkSize);
        await server.PlayAsync("""
            C: u UID SEARCH RETURN (UPDATE COUNT) UNSEEN
            S: * ESEARCH (TAG "u") UID COUNT 3
            S: u OK Searched.
            C: a STORE 2 +FLAGS.SILENT (\Seen)
            S: * ESEARCH (TAG "u") UID REMOVEFROM (0 2)
            S: a OK *
            C: b STORE 2 -FLAGS.SILENT (\Seen)
            S: * ESEARCH (TAG "u") UID ADDTO (0 2)
            S: b OK *
            C: c STORE 2 +FLAGS.SILENT (\Flagged)
            S: c OK *
            """);
        await server.DeliverAsync("Subject: c\n\n");
        await server.PlayAsync("""
            C: d NOOP
            S: * 4 EXISTS
            S: * 4 RECENT
            S: * ESEARCH (TAG "u") UID ADDTO (0 4)
            S: d OK *
            C: e STORE 1:2 +FLAGS.SILENT (\Deleted)
            S: e OK *
            C: f EXPUNGE
            S: * ESEARCH (TAG "u") UID REMOVEFROM (0 1:2)
            S: * 1 EXPUNGE
            S: * 1 EXPUNGE
            S: f OK *
            C: g CANCELUPDATE "u"
            S: g OK *
            C: h STORE 1 +FLAGS.SILENT (\Seen)
            S: h OK *
            C: i CANCELUPDATE "u"
            S: i BAD *
            """);
    }

    [Theory, InlineData(int.MaxValue), InlineData(1)]
    public async Task What_comes_into_a_sorted_result_is_told_with_its_place(int chunkSize)
    {
        await using var server = await StartAsync(chunkSize);
        await server.PlayAsync("""
            C: u UID SORT RETURN (UPDATE CONTEXT ALL) (REVERSE SUBJECT) UTF-8 UNDELETED
            S: * ESEARCH (TAG "u") UID ALL 3,2,1
            S: u OK Sorted.
            """);
        await server.DeliverAsync("Subject: e\n\n");
        await server.DeliverAsync("Subject: a\n\n");
        await server.PlayAsync("""
            C: a NOOP
            S: * 5 EXISTS
            S: * 5 RECENT
            S: * ESEARCH (TAG "u") UID ADDTO (2 4 5 5)
            S: a OK *
            C: b UID STORE 2,4 +FLAGS.SILENT (\Deleted)
            S: * ESEARCH (TAG "u") UID REMOVEFROM (3 2 2 4)
            S: b OK *
            C: c EXPUNGE
            S: * 2 EXPUNGE
            S: * 3 EXPUNGE
            S: c OK *
            C: d UID STORE 1 +FLAGS.SILENT (\Deleted)
            S: * ESEARCH (TAG "u") UID REMOVEFROM (2 1)
            S: d OK *
            """);
    }

    [Fact]
    public async Task Message_numbers_are_told_where_the_search_told_them()
    {
        await using var server = await StartAsync(int.MaxValue);
        await server.PlayAsync("""
            C: u SEARCH RETURN (UPDATE) SUBJECT d
            S: * ESEARCH (TAG "u") ALL 2
            S: u OK *
            C: a UID STORE 1:2 +FLAGS.SILENT (\Deleted)
            S: a OK *
            C: b EXPUNGE
            S: * ESEARCH (TAG "u") REMOVEFROM (0 2)
            S: * 1 EXPUNGE
            S: * 1 EXPUNGE
            S: b OK *
            """);
    }

    [Fact]
    public async Task News_come_while_a_client_idles()
    {
        await using var server = await ImapTestServer.StartLoggedInAsync(int.MaxValue, clients: 2, messages: Three);
        await server.PlayAsync("""
            C1: s SELECT INBOX
            S1: ...
            S1: s OK *
            C2: s SELECT INBOX
            S2: ...
            S2: s OK *
            C1: u UID SEARCH RETURN (UPDATE) FLAGGED
            S1: * ESEARCH (TAG "u") UID
            S1: u OK *
            C1: i IDLE
            S1: + *
            C2: a UID STORE 3 +FLAGS.SILENT (\Flagged)
            S2: a OK *
            S1: * 3 FETCH (FLAGS (\Flagged \Recent))
            S1: * ESEARCH (TAG "u") UID ADDTO (0 3)
            C1: DONE
            S1: i OK *
            """);
    }

    [Fact]
    public async Task A_sort_by_mod_sequence_follows_each_change()
    {
        await using var server = await StartAsync(int.MaxValue);
        await server.PlayAsync("""
            C: u UID SORT RETURN (UPDATE) (REVERSE MODSEQ) UTF-8 ALL
            S: * ESEARCH (TAG "u") UID ALL 3,2,1
            S: u OK *
            C: a UID STORE 2 +FLAGS.SILENT (\Flagged)
            S: * ESEARCH (TAG "u") UID REMOVEFROM (2 2)
            S: * ESEARCH (TAG "u") UID ADDTO (1 2)
            S: a OK *
            """);
    }

    [Fact]
    public async Task What_cannot_be_followed_is_searched_and_said()
    {
        var options = ImapTestServer.Options with { Limits = new ImapLimitSettings { Contexts = 1 } };
        await using var server = await ImapTestServer.StartLoggedInAsync(int.MaxValue, messages: Three, options: options);
        await server.PlayAsync("""
            C: s SELECT INBOX
            S: ...
            S: s OK *
            C: a SEARCH RETURN (UPDATE) 1:2
            S: * NO [NOUPDATE "a"] *
            S: * ESEARCH (TAG "a") ALL 1:2
            S: a OK *
            C: b SEARCH RETURN (UPDATE) YOUNGER 1000000
            S: * NO [NOUPDATE "b"] *
            S: * ESEARCH (TAG "b") *
            S: b OK *
            C: c SEARCH RETURN (UPDATE) ALL
            S: * ESEARCH (TAG "c") ALL 1:3
            S: c OK *
            C: c SEARCH RETURN (UPDATE) ALL
            S: c BAD *
            C: d SEARCH RETURN (UPDATE) ALL
            S: * NO [NOUPDATE "d"] *
            S: * ESEARCH (TAG "d") ALL 1:3
            S: d OK *
            C: e ESEARCH IN (personal) RETURN (UPDATE) ALL
            S: e BAD *
            C: f CANCELUPDATE
            S: f BAD *
            """);
    }

    [Fact]
    public async Task A_listener_can_do_without()
    {
        await using var server = await ImapTestServer.StartLoggedInAsync(int.MaxValue, messages: Three, options: ImapTestServer.Options with { Without = ["CONTEXT=SEARCH", "CONTEXT=SORT"] });
        await server.PlayAsync("""
            C: s SELECT INBOX
            S: ...
            S: s OK *
            C: a SEARCH RETURN (UPDATE) ALL
            S: a BAD *
            C: b SORT RETURN (UPDATE) (DATE) UTF-8 ALL
            S: b BAD *
            C: c CANCELUPDATE "a"
            S: c BAD *
            """);
    }

    private static async Task<ImapTestServer> StartAsync(int chunkSize)
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
