using Aether.Storage.Mailboxes;

namespace Aether.Imap.Tests.Commands.Searching;

/// <summary>What extensions add to SEARCH and SORT. RFC 5267 ESORT, RFC 5957, RFC 7162 §3.1.5, RFC 8474 §6, RFC 9394.</summary>
[Proves("ESORT", "SORT=DISPLAY", "SORT=MODSEQ", "SORT=UID", "INPROGRESS")]
public sealed class SearchExtensionTests
{
    private static readonly string[] Mail =
    [
        "Message-ID: <1@x>\nFrom: \"Zoe\" <a@x>\nTo: carl@x\nSubject: c\n\n",
        "Message-ID: <2@x>\nReferences: <1@x>\nFrom: =?utf-8?q?=C3=84nne?= <z@x>\nTo: \"Bob\" <y@x>\nSubject: Re: c\n\n",
        "Message-ID: <3@x>\nFrom: mike@x\nSubject: a\n\n",
        "Message-ID: <4@x>\nFrom: mike@a\nSubject: b\n\n",
    ];

    [Theory, InlineData(int.MaxValue), InlineData(1)]
    public async Task SORT_tells_ends_counts_and_parts_in_order(int chunkSize)
    {
        await using var server = await SelectedAsync(chunkSize);

        // RFC 5267 §3: MIN and MAX are the first and the last in order; §4.4 PARTIAL.
        await server.PlayAsync("""
            C: a SORT RETURN (MIN MAX COUNT ALL) (SUBJECT) UTF-8 ALL
            S: * ESEARCH (TAG "a") MIN 3 MAX 2 COUNT 4 ALL 3:4,1:2
            S: a OK *
            C: b UID SORT RETURN (PARTIAL 1:2) (SUBJECT) UTF-8 ALL
            S: * ESEARCH (TAG "b") UID PARTIAL (1:2 3:4)
            S: b OK *
            C: c UID SORT RETURN () (REVERSE UID) UTF-8 2:3
            S: * ESEARCH (TAG "c") UID ALL 3,2
            S: c OK *
            C: d SORT RETURN (SAVE) (SUBJECT) UTF-8 1:2
            S: d OK *
            C: e SEARCH $
            S: * SEARCH 1 2
            S: e OK *
            C: f SORT RETURN (PARTIAL 1:2 ALL) (SUBJECT) UTF-8 ALL
            S: f BAD *
            """);
    }

    [Theory]
    [InlineData("(DISPLAYFROM)", "2 4 3 1")]
    [InlineData("(DISPLAYTO)", "3 4 2 1")]
    [InlineData("(REVERSE UID)", "4 3 2 1")]
    [InlineData("(REVERSE MODSEQ)", "4 3 2 1")]
    public async Task Messages_come_in_the_order_of_what_is_shown(string keys, string numbers)
    {
        await using var server = await SelectedAsync(int.MaxValue);
        await server.PlayAsync($"""
            C: a SORT {keys} UTF-8 ALL
            S: * SORT {numbers}
            S: a OK *
            """);
    }

    [Theory, InlineData(int.MaxValue), InlineData(1)]
    public async Task A_part_of_what_is_found_can_be_asked_for(int chunkSize)
    {
        await using var server = await SelectedAsync(chunkSize);

        // RFC 9394 §3.1.
        await server.PlayAsync("""
            C: a UID SEARCH RETURN (PARTIAL -1:-2 COUNT) ALL
            S: * ESEARCH (TAG "a") UID COUNT 4 PARTIAL (-1:-2 3:4)
            S: a OK *
            C: b UID SEARCH RETURN (PARTIAL 5:9) ALL
            S: * ESEARCH (TAG "b") UID PARTIAL (5:9 NIL)
            S: b OK *
            C: c UID SEARCH RETURN (PARTIAL 1:2 PARTIAL 3:4) ALL
            S: c BAD *
            """);
    }

    [Theory, InlineData(int.MaxValue), InlineData(1)]
    public async Task Mod_sequences_are_searched_and_told(int chunkSize)
    {
        await using var server = await SelectedAsync(chunkSize);
        var seqs = (await RowsAsync(server)).ConvertAll(static row => row.ModSeq.Value);

        // RFC 7162 §3.1.5, §3.1.6; RFC 4731 §3.2.
        await server.PlayAsync($"""
            C: a SEARCH MODSEQ {seqs[2]}
            S: * OK [HIGHESTMODSEQ *
            S: * SEARCH 3 4 (MODSEQ {seqs[3]})
            S: a OK *
            C: b SEARCH MODSEQ "/flags/\\draft" all {seqs[2]} 3
            S: * SEARCH 3 (MODSEQ {seqs[2]})
            S: b OK *
            C: c SEARCH RETURN (MIN) MODSEQ {seqs[1]}
            S: * ESEARCH (TAG "c") MIN 2 MODSEQ {seqs[1]}
            S: c OK *
            C: d SEARCH RETURN (COUNT) MODSEQ {seqs[3] + 1}
            S: * ESEARCH (TAG "d") COUNT 0
            S: d OK *
            C: e SORT (SUBJECT) UTF-8 MODSEQ {seqs[2]}
            S: * SORT 3 4 (MODSEQ {seqs[3]})
            S: e OK *
            C: f SEARCH MODSEQ x
            S: f BAD *
            C: g SEARCH MODSEQ "/flags/x" nobody 3
            S: g BAD *
            """);
    }

    [Fact]
    public async Task A_long_search_tells_how_far_it_is()
    {
        var options = ImapTestServer.Options with { ProgressEvery = TimeSpan.Zero, SearchSlice = 3 };
        await using var server = await ImapTestServer.StartLoggedInAsync(int.MaxValue, messages: Mail, options: options);

        // RFC 9585 §4: the tag, what is done, what there is to do.
        await server.PlayAsync("""
            C: s SELECT INBOX
            S: ...
            S: s OK *
            C: a SEARCH TEXT mike
            S: * OK [INPROGRESS ("a" 3 4)] Still searching.
            S: * SEARCH 3 4
            S: a OK *
            C: b SEARCH UNSEEN
            S: * SEARCH 1 2 3 4
            S: b OK *
            """);
    }

    [Fact]
    public async Task Messages_are_found_by_their_ids()
    {
        await using var server = await SelectedAsync(int.MaxValue);
        var rows = await RowsAsync(server);
        var emails = await server.Store.Store.Messages.ReadEmailsAsync(server.Account.Id, new[] { rows[0].Email }, CancellationToken.None);

        // RFC 8474 §6.
        await server.PlayAsync($"""
            C: a SEARCH EMAILID E{rows[2].Email.Value}
            S: * SEARCH 3
            S: a OK *
            C: b SEARCH THREADID T{emails[0].Thread.Value}
            S: * SEARCH 1 2
            S: b OK *
            C: c SEARCH NOT THREADID T{emails[0].Thread.Value} NOT EMAILID E{rows[2].Email.Value}
            S: * SEARCH 4
            S: c OK *
            C: d SEARCH OR EMAILID nonsense THREADID T-1
            S: * SEARCH
            S: d OK *
            """);
    }

    private static async Task<List<Storage.Messages.MessageRow>> RowsAsync(ImapTestServer server)
    {
        var inbox = await server.Store.FindMailboxAsync(server.Account.Id, Mailbox.Inbox);
        return [.. await server.Store.Store.Messages.ListAsync(server.Account.Id, inbox.Id, CancellationToken.None)];
    }

    private static async Task<ImapTestServer> SelectedAsync(int chunkSize)
    {
        var server = await ImapTestServer.StartLoggedInAsync(chunkSize, messages: Mail);
        await server.PlayAsync("""
            C: s SELECT INBOX
            S: ...
            S: s OK *
            """);
        return server;
    }
}
