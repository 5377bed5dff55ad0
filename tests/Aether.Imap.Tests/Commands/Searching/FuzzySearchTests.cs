namespace Aether.Imap.Tests.Commands.Searching;

/// <summary>SEARCH=FUZZY: words in any order, their beginnings, accents aside, and how well each message fits. RFC 6203.</summary>
[Proves("SEARCH=FUZZY")]
public sealed class FuzzySearchTests
{
    private static readonly string[] Mail =
    [
        "From: Zoe <zoe@y.test>\nSubject: Reunion\n\nThe quick brown fox.\n",
        "From: carl@y.test\nSubject: fox\nContent-Type: text/plain; charset=utf-8\n\n\u6211\u5728\u6771\u4eac\u5de5\u4f5c\u3002 \u041f\u0440\u0438\u0432\u0435\u0442, \u043c\u0438\u0440! caf\u00e9\n",
        "From: carl@y.test\nSubject: other\n\nnothing of it\n",
    ];

    [Theory, InlineData(int.MaxValue), InlineData(1)]
    public async Task Words_are_found_in_any_order_and_by_their_beginnings(int chunkSize)
    {
        await using var server = await IndexedAsync(chunkSize);
        await server.PlayAsync("""
            C: a SEARCH BODY "fox quick"
            S: * SEARCH
            S: a OK *
            C: b SEARCH FUZZY BODY "fox qui"
            S: * SEARCH 1
            S: b OK *
            C: c SEARCH FUZZY TEXT fox
            S: * SEARCH 1 2
            S: c OK *
            C: d SEARCH FUZZY SUBJECT fox
            S: * SEARCH 2
            S: d OK *
            C: e SEARCH FUZZY FROM zo
            S: * SEARCH 1
            S: e OK *
            C: f SEARCH NOT FUZZY (OR SUBJECT reun BODY nothing)
            S: * SEARCH 2
            S: f OK *
            C: g SEARCH FUZZY UNSEEN FUZZY LARGER 1
            S: * SEARCH 1 2 3
            S: g OK *
            C: h SEARCH FUZZY
            S: h BAD *
            """);
    }

    [Theory]
    [InlineData("cafe", 2)]
    [InlineData("\u043f\u0440\u0438\u0432\u0435\u0442", 2)]
    [InlineData("\u6771\u4eac", 2)]
    [InlineData("r\u00e9union", 1)]
    public async Task Other_scripts_and_accents_are_found(string word, int number)
    {
        await using var server = await IndexedAsync(int.MaxValue);
        int length = System.Text.Encoding.UTF8.GetByteCount(word);
        await server.PlayAsync($"""
            C: a SEARCH CHARSET UTF-8 FUZZY TEXT {"{"}{length}+{"}"}
            C: {word}
            S: * SEARCH {number}
            S: a OK *
            """);
    }

    [Fact]
    public async Task How_well_messages_fit_is_told_and_sorted_by()
    {
        await using var server = await IndexedAsync(int.MaxValue);
        await server.PlayAsync("""
            C: a SEARCH RETURN (ALL RELEVANCY) FUZZY TEXT fox
            S: * ESEARCH (TAG "a") ALL 1:2 RELEVANCY (*
            S: a OK *
            C: b SORT (RELEVANCY) UTF-8 FUZZY TEXT fox
            S: * SORT 2 1
            S: b OK *
            C: c SORT (REVERSE RELEVANCY) UTF-8 FUZZY TEXT fox
            S: * SORT 1 2
            S: c OK *
            # RFC 6203 §4, §5: without FUZZY there is nothing to tell.
            C: d SEARCH RETURN (ALL RELEVANCY) TEXT fox
            S: d BAD *
            C: e SORT (RELEVANCY) UTF-8 ALL
            S: e BAD *
            """);
    }

    [Fact]
    public async Task What_the_index_has_not_got_yet_is_met_to_the_letter()
    {
        await using var server = await IndexedAsync(int.MaxValue);
        await server.DeliverAsync("Subject: late fox\n\n");
        await server.PlayAsync("""
            C: n NOOP
            S: ...
            S: n OK *
            C: a SEARCH FUZZY SUBJECT fox
            S: * SEARCH 2 4
            S: a OK *
            """);
    }

    [Fact]
    public async Task Text_of_an_attachment_is_found()
    {
        await using var server = await ImapTestServer.StartLoggedInAsync(int.MaxValue, messages: [OfficeMail()]);
        await server.Store.Store.Search.Indexer.CatchUpAsync(CancellationToken.None);
        await server.PlayAsync("""
            C: s SELECT INBOX
            S: ...
            S: s OK *
            C: a SEARCH FUZZY BODY hippopotamus
            S: * SEARCH 1
            S: a OK *
            # SEARCH to the letter is about text parts: RFC 3501 §6.4.4.
            C: b SEARCH BODY hippopotamus
            S: * SEARCH
            S: b OK *
            """);
    }

    private static string OfficeMail()
    {
        using var octets = new MemoryStream();
        using (var archive = new System.IO.Compression.ZipArchive(octets, System.IO.Compression.ZipArchiveMode.Create))
        using (var part = new StreamWriter(archive.CreateEntry("word/document.xml").Open()))
            part.Write("<w:document xmlns:w='urn:w'><w:p><w:t>A hippo</w:t><w:t>potamus swims.</w:t></w:p></w:document>");
        return "Subject: see attached\nContent-Type: application/vnd.openxmlformats-officedocument.wordprocessingml.document\nContent-Transfer-Encoding: base64\n\n"
            + Convert.ToBase64String(octets.ToArray(), Base64FormattingOptions.InsertLineBreaks).ReplaceLineEndings("\n") + "\n";
    }

    private static async Task<ImapTestServer> IndexedAsync(int chunkSize)
    {
        var server = await ImapTestServer.StartLoggedInAsync(chunkSize, messages: Mail);
        await server.Store.Store.Search.Indexer.CatchUpAsync(CancellationToken.None);
        await server.PlayAsync("""
            C: s SELECT INBOX
            S: ...
            S: s OK *
            """);
        return server;
    }
}
