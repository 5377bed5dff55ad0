using Aether.Configuration.Schema;
using Aether.Imap.Wire;

namespace Aether.Imap.Tests.Commands.Searching;

/// <summary>SEARCH, key by key. RFC 3501 §6.4.4; case I06.</summary>
[Proves("I18NLEVEL=1")]
public sealed class SearchTests
{
    private static readonly string[] Mail =
    [
        "From: Ann <ann@x.test>\nTo: bob@y.test\nSubject: =?utf-8?q?caf=C3=A9?= one\nDate: Mon, 1 Jan 2024 23:30:00 -0500\n\nThe quick brown fox\n",
        "From: Bob <bob@y.test>\nCc: cee@z.test\nSubject: two\nDate: Wed, 3 Jan 2024 10:00:00 +0000\nX-Mark: Red Herring\n"
            + "Content-Type: text/plain; charset=windows-1251\nContent-Transfer-Encoding: base64\n\n7/Do4uXyLCDs6PA=\n",
        "From: cee@z.test\nSubject: three\n folded\nContent-Type: multipart/mixed; boundary=b\n\npreamble fox\n--b\n\nnothing\n--b\nContent-Type: application/pdf\n\nhidden fox\n"
            + "--b\nContent-Type: message/rfc822\n\nSubject: enclosed\n\nlazy =64og\n--b--\n",
    ];

    [Fact]
    public async Task A_number_that_is_no_message_finds_nothing()
    {
        await using var server = await ImapTestServer.StartLoggedInAsync(int.MaxValue, messages: ["Subject: one\n\n"]);
        await server.PlayAsync("""
            C: s SELECT INBOX
            S: ...
            S: s OK *
            C: a SEARCH 9
            S: * SEARCH
            S: a OK *
            C: b SEARCH RETURN () OR 9 1
            S: * ESEARCH (TAG "b") ALL 1
            S: b OK *
            C: c SORT (DATE) UTF-8 9
            S: * SORT
            S: c OK *
            C: d THREAD REFERENCES UTF-8 9
            S: * THREAD
            S: d OK *
            C: e SEARCH RETURN (PARTIAL 2:1) ALL
            S: * ESEARCH (TAG "e") PARTIAL (1:2 1)
            S: e OK *
            """);
    }

    [Fact]
    public async Task An_address_is_found_whatever_comments_stand_in_it()
    {
        await using var server = await ImapTestServer.StartLoggedInAsync(int.MaxValue, messages: ["From: <ann (at home)@ (or not) far.test>\nCc: Bob <bob(b)@far.test>\n\nbody\n"]);
        await server.PlayAsync("""
            C: s SELECT INBOX
            S: ...
            S: s OK *
            C: a SEARCH FROM ann@far.test CC bob@far FROM "at home"
            S: * SEARCH 1
            S: a OK *
            C: b SEARCH FROM bob@far.test
            S: * SEARCH
            S: b OK *
            """);
    }

    [Theory]
    [InlineData("ALL", "1 2 3")]
    [InlineData("1,3", "1 3")]
    [InlineData("UID 2:*", "2 3")]
    [InlineData("SEEN", "2")]
    [InlineData("UNSEEN", "1 3")]
    [InlineData("NOT SEEN", "1 3")]
    [InlineData("OR SEEN 3", "2 3")]
    [InlineData("(OR (SEEN) (3)) NOT 2", "3")]
    [InlineData("KEYWORD $work", "2")]
    [InlineData("UNKEYWORD $none", "1 2 3")]
    [InlineData("NEW", "1 3")]
    [InlineData("OLD", "")]
    [InlineData("RECENT", "1 2 3")]
    [InlineData("LARGER 200", "2 3")]
    [InlineData("SMALLER 200", "1")]
    [InlineData("ON 22-Nov-2026", "1 2 3")]
    [InlineData("BEFORE 22-Nov-2026", "")]
    [InlineData("SINCE 23-Nov-2026", "")]
    [InlineData("SENTON 1-Jan-2024", "1")]
    [InlineData("SENTSINCE 2-Jan-2024", "2")]
    [InlineData("SENTBEFORE 3-Jan-2024", "1")]
    [InlineData("FROM ANN@X", "1")]
    [InlineData("TO bob", "1")]
    [InlineData("CC cee", "2")]
    [InlineData("BCC cee", "")]
    [InlineData("SUBJECT three", "3")]
    [InlineData("SUBJECT \"three folded\"", "3")]
    [InlineData("HEADER X-MARK \"red h\"", "2")]
    [InlineData("HEADER x-mark \"\"", "2")]
    [InlineData("BODY FOX", "1")]
    [InlineData("BODY enclosed", "3")]
    [InlineData("BODY lazy", "3")]
    [InlineData("BODY \"\"", "1 2 3")]
    [InlineData("TEXT bob", "1 2")]
    [InlineData("TEXT \"subject: two\"", "2")]
    [InlineData("TEXT cee UNSEEN", "3")]
    [InlineData("CHARSET UTF-8 SUBJECT {5+}\r\nCAF\\xC3\\x89", "1")]
    [InlineData("CHARSET UTF-8 BODY {12+}\r\n\\xD0\\x9F\\xD0\\xA0\\xD0\\x98\\xD0\\x92\\xD0\\x95\\xD0\\xA2", "2")]
    public async Task A_key_finds(string keys, string numbers)
    {
        await using var server = await SelectedAsync();
        await server.PlayAsync($"""
            C: f STORE 2 +FLAGS.SILENT (\Seen $Work)
            S: ...
            S: f OK *
            """);

        // First by the messages themselves, then by what the index has kept of them.
        await SearchAsync();
        await server.Store.Store.Search.Indexer.CatchUpAsync(CancellationToken.None);
        Assert.Equal(Mail.Length, server.Store.Store.Search.Indexer.Indexed);
        await SearchAsync();

        Task SearchAsync() => server.PlayAsync($"""
            C-raw: a SEARCH {keys.Replace("\r\n", "\\r\\n", StringComparison.Ordinal)}\r\n
            S: * SEARCH{(numbers.Length is 0 ? string.Empty : " " + numbers)}
            S: a OK Searched.
            """);
    }

    [Theory]
    [InlineData("CHARSET KOI8-R ALL", "NO [BADCHARSET (US-ASCII UTF-8)] *")]
    [InlineData("FOO", "BAD *")]
    [InlineData("SUBJECT", "BAD *")]
    public async Task What_cannot_be_searched_is_refused(string keys, string reply)
    {
        await using var server = await SelectedAsync();
        await server.PlayAsync($"""
            C: a SEARCH {keys}
            S: a {reply}
            """);
    }

    [Fact]
    public async Task Ten_thousand_levels_are_refused()
    {
        await using var server = await SelectedAsync();
        foreach (string level in (string[])["NOT ", "OR ALL ", "("])
        {
            await server.PlayAsync($"""
                C: a SEARCH {string.Concat(Enumerable.Repeat(level, 60_000 / level.Length))}ALL
                S: a BAD *
                """);
        }
    }

    [Fact]
    public async Task A_string_across_two_chunks_is_found()
    {
        await using var server = await SelectedAsync("Subject: x\n\n" + new string('a', (32 * 1024) - 3) + "needle" + new string('b', 100));
        await server.PlayAsync("""
            C: a UID SEARCH BODY NeedLE
            S: * SEARCH 1
            S: a OK *
            """);
    }

    [Fact]
    public async Task A_search_out_of_time_says_so()
    {
        await using var server = await SelectedAsync(ImapTestServer.Options with { SearchBudget = TimeSpan.Zero }, Mail);
        await server.PlayAsync("""
            C: a SEARCH BODY fox
            S: a NO [LIMIT] *
            C: b SEARCH UNSEEN
            S: * SEARCH 1 2 3
            S: b OK *
            """);
    }

    [Fact]
    public async Task Time_counts_for_searches_by_flags_too()
    {
        await using var server = await SelectedAsync(ImapTestServer.Options with { SearchBudget = TimeSpan.Zero }, [.. Enumerable.Repeat("Subject: x\n\n", 130)]);
        await server.PlayAsync("""
            C: a SEARCH UNSEEN
            S: a NO [LIMIT] *
            """);
    }

    private static Task<ImapTestServer> SelectedAsync(params string[] messages) => SelectedAsync(ImapTestServer.Options, messages.Length is 0 ? Mail : messages);

    private static async Task<ImapTestServer> SelectedAsync(ImapOptions options, string[] messages)
    {
        var limits = new ImapLimitSettings { SoftErrors = 100, HardErrors = 100 };
        var server = await ImapTestServer.StartLoggedInAsync(int.MaxValue, messages: messages, options: options with { Limits = limits });
        await server.PlayAsync("""
            C: s SELECT INBOX
            S: ...
            S: s OK *
            """);
        return server;
    }
}
