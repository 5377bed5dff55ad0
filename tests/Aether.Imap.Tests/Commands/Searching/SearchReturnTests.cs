namespace Aether.Imap.Tests.Commands.Searching;

/// <summary>SEARCH RETURN: ESEARCH (RFC 4731), SEARCHRES (RFC 5182); OLDER and YOUNGER (RFC 5032).</summary>
[Proves("ESEARCH", "SEARCHRES", "WITHIN")]
public sealed class SearchReturnTests
{
    private static readonly string[] Mail = [.. Enumerable.Range(1, 6).Select(static i => $"Subject: {(i is 4 ? "odd" : "even")} {i}\n\nx\n")];

    [Theory]
    [InlineData(int.MaxValue)]
    [InlineData(1)]
    public async Task Results_come_as_they_were_asked_for(int chunkSize)
    {
        await using var server = await SelectedAsync(chunkSize);
        await server.PlayAsync("""
            C: a SEARCH RETURN (MIN MAX COUNT ALL) SUBJECT even
            S: * ESEARCH (TAG "a") MIN 1 MAX 6 COUNT 5 ALL 1:3,5:6
            S: a OK *
            C: b UID SEARCH RETURN () SUBJECT even
            S: * ESEARCH (TAG "b") UID ALL 1:3,5:6
            S: b OK *
            C: c SEARCH RETURN (MIN COUNT) SUBJECT nothing
            S: * ESEARCH (TAG "c") COUNT 0
            S: c OK *
            C: d SEARCH RETURN (ALL) CHARSET UTF-8 SUBJECT nothing
            S: * ESEARCH (TAG "d")
            S: d OK *
            C: e SEARCH RETURN (FOO) ALL
            S: e BAD *
            C: f SEARCH RETURN ALL
            S: f BAD *
            C: g SEARCH RETURN (MIN)
            S: g BAD *
            """);
    }

    [Fact]
    public async Task A_saved_result_stands_for_its_messages()
    {
        await using var server = await SelectedAsync(int.MaxValue);
        await server.PlayAsync("""
            C: a SEARCH RETURN (SAVE) SUBJECT even
            S: a OK *
            C: b UID SEARCH RETURN (COUNT) UID $
            S: * ESEARCH (TAG "b") UID COUNT 5
            S: b OK *
            C: c SEARCH $ NOT 1:2
            S: * SEARCH 3 5 6
            S: c OK *
            C: d STORE $ +FLAGS.SILENT (\Deleted)
            S: d OK *
            C: e FETCH 4 FLAGS
            S: * 4 FETCH (FLAGS (\Recent))
            S: e OK *
            C: f SEARCH RETURN (SAVE MIN MAX) ALL
            S: * ESEARCH (TAG "f") MIN 1 MAX 6
            S: f OK *
            C: g UID EXPUNGE $
            S: ...
            S: g OK *
            C: h FETCH $ UID
            S: h OK *
            C: i SEARCH RETURN (SAVE COUNT) UNDELETED
            S: * ESEARCH (TAG "i") COUNT 1
            S: i OK *
            C: j UID FETCH $ (UID)
            S: * 3 FETCH (UID 4)
            S: j OK *
            C: k SEARCH RETURN (SAVE) CHARSET KOI8-R ALL
            S: k NO [BADCHARSET (US-ASCII UTF-8)] *
            C: l SEARCH $
            S: * SEARCH
            S: l OK *
            """);
    }

    [Fact]
    public async Task Age_counts_from_now()
    {
        await using var server = await SelectedAsync(int.MaxValue);
        server.Store.Clock.Advance(TimeSpan.FromMinutes(10));
        await server.DeliverAsync("Subject: new\n\nx\n");
        await server.PlayAsync("""
            C: n NOOP
            S: ...
            S: n OK *
            C: a SEARCH YOUNGER 60
            S: * SEARCH 7
            S: a OK *
            C: b SEARCH OLDER 600 2:7
            S: * SEARCH 2 3 4 5 6
            S: b OK *
            C: c SEARCH OLDER 0
            S: c BAD *
            C: d SEARCH YOUNGER x
            S: d BAD *
            """);
    }

    [Fact]
    public async Task A_long_set_is_one_set()
    {
        var messages = Enumerable.Repeat("Subject: x\n\n", 1500);
        await using var server = await ImapTestServer.StartLoggedInAsync(int.MaxValue, messages: messages);
        await server.PlayAsync("""
            C: s SELECT INBOX
            S: ...
            S: s OK *
            C: a SEARCH RETURN (ALL) NOT 1400
            S: * ESEARCH (TAG "a") ALL 1:1399,1401:1500
            S: a OK *
            """);
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
