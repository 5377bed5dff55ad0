namespace Aether.Imap.Tests.Commands.Fetching;

/// <summary>FETCH of items, sections and ranges. RFC 3501 §6.4.5, §7.4.2.</summary>
public sealed class FetchTests
{
    private const string Simple = "From: Ann <ann@x.test>\nSubject: hello\nDate: Mon, 1 Jan 2024 10:00:00 +0200\n\nbody line\n";

    private const string Nested = """
        Subject: outer
        Content-Type: multipart/mixed; boundary=a

        --a

        one
        --a
        Content-Type: message/rfc822

        Subject: inner
        Content-Type: multipart/alternative; boundary=b

        --b

        plain
        --b
        Content-Type: text/html

        <p>
        --b--
        --a--
        """;

    [Theory, InlineData(int.MaxValue), InlineData(1)]
    public async Task Items_and_macros_are_answered(int chunkSize)
    {
        await using var server = await SelectedAsync(chunkSize, Simple);

        await server.PlayAsync("""
            C: a FETCH 1 ALL
            S: * 1 FETCH (FLAGS (\Recent) INTERNALDATE "22-Nov-2026 12:00:00 +0000" RFC822.SIZE 91 ENVELOPE ("Mon, 1 Jan 2024 10:00:00 +0200" "hello" (("Ann" NIL "ann" "x.test")) (("Ann" NIL "ann" "x.test")) (("Ann" NIL "ann" "x.test")) NIL NIL NIL NIL NIL))
            S: a OK Fetched.
            C: b FETCH 1 FAST
            S: * 1 FETCH (FLAGS (\Recent) INTERNALDATE *
            S: b OK *
            C: c UID FETCH 1 (BODY BODYSTRUCTURE)
            S: * 1 FETCH (UID 1 BODY ("text" "plain" ("charset" "us-ascii") NIL NIL "7bit" 11 1) BODYSTRUCTURE ("text" "plain" ("charset" "us-ascii") NIL NIL "7bit" 11 1 NIL NIL NIL NIL))
            S: c OK *
            C: d FETCH 1:* UID
            S: * 1 FETCH (UID 1)
            S: d OK *
            C: e UID FETCH 7 FLAGS
            S: e OK *
            C: f FETCH 2 FLAGS
            S: f BAD *
            C: g FETCH 1 FOO
            S: g BAD *
            C: h FETCH 1
            S: h BAD *
            """);
    }

    [Theory, InlineData(int.MaxValue), InlineData(1)]
    public async Task Sections_come_as_octets(int chunkSize)
    {
        await using var server = await SelectedAsync(chunkSize, Simple);

        await server.PlayAsync("""
            C: a FETCH 1 BODY.PEEK[TEXT]
            S-raw: * 1 FETCH (BODY[TEXT] {11}\r\nbody line\r\n)\r\n
            S: a OK *
            C: b FETCH 1 (BODY.PEEK[HEADER.FIELDS (subject X-None)] UID)
            S-raw: * 1 FETCH (BODY[HEADER.FIELDS (SUBJECT X-NONE)] {18}\r\nSubject: hello\r\n\r\n UID 1)\r\n
            S: b OK *
            C: c FETCH 1 BODY.PEEK[HEADER.FIELDS.NOT (From Date)]
            S-raw: * 1 FETCH (BODY[HEADER.FIELDS.NOT (FROM DATE)] {18}\r\nSubject: hello\r\n\r\n)\r\n
            S: c OK *
            C: d FETCH 1 BODY.PEEK[]<5.4>
            S-raw: * 1 FETCH (BODY[]<5> {4}\r\n Ann)\r\n
            S: d OK *
            C: e FETCH 1 BODY.PEEK[]<9223372036854775807.9223372036854775807>
            S: * 1 FETCH (BODY[]<9223372036854775807> "")
            S: e OK *
            C: f FETCH 1 BODY.PEEK[1]<5.9223372036854775807>
            S-raw: * 1 FETCH (BODY[1]<5> {6}\r\nline\r\n)\r\n
            S: f OK *
            C: g FETCH 1 BODY.PEEK[2]
            S: * 1 FETCH (BODY[2] NIL)
            S: g OK *
            C: h FETCH 1 RFC822.HEADER
            S: * 1 FETCH (RFC822.HEADER {80}
            S: ...
            S: )
            S: h OK *
            C: i FETCH 1 BODY.PEEK[HEADER.FIELDS (Subject)]<0.7>
            S-raw: * 1 FETCH (BODY[HEADER.FIELDS (SUBJECT)]<0> {7}\r\nSubject)\r\n
            S: i OK *
            """);
    }

    [Theory, InlineData(int.MaxValue), InlineData(1)]
    public async Task Reading_sets_seen_once_and_says_so(int chunkSize)
    {
        await using var server = await SelectedAsync(chunkSize, Simple);

        // RFC 3501 §6.4.5: BODY[] sets \Seen, and the response has the new flags.
        await server.PlayAsync("""
            C: a FETCH 1 RFC822.TEXT
            S-raw: * 1 FETCH (RFC822.TEXT {11}\r\nbody line\r\n FLAGS (\\Seen \\Recent))\r\n
            S: a OK *
            C: b FETCH 1 BODY[TEXT]
            S-raw: * 1 FETCH (BODY[TEXT] {11}\r\nbody line\r\n)\r\n
            S: b OK *
            C: c STORE 1 -FLAGS.SILENT (\Seen)
            S: c OK *
            C: d EXAMINE INBOX
            S: ...
            S: d OK *
            C: e FETCH 1 BODY[TEXT]
            S-raw: * 1 FETCH (BODY[TEXT] {11}\r\nbody line\r\n)\r\n
            S: e OK *
            """);
    }

    [Theory, InlineData(int.MaxValue), InlineData(1)]
    public async Task Parts_of_a_message_inside_are_reached_by_number(int chunkSize)
    {
        await using var server = await SelectedAsync(chunkSize, Nested);

        await server.PlayAsync("""
            C: a FETCH 1 (BODY.PEEK[1] BODY.PEEK[2.1] BODY.PEEK[2.2.MIME] BODY.PEEK[2.2])
            S-raw: * 1 FETCH (BODY[1] {3}\r\none BODY[2.1] {5}\r\nplain BODY[2.2.MIME] {27}\r\nContent-Type: text/html\r\n\r\n BODY[2.2] {3}\r\n<p>)\r\n
            S: a OK *
            C: b FETCH 1 BODY.PEEK[2.HEADER.FIELDS (SUBJECT)]
            S-raw: * 1 FETCH (BODY[2.HEADER.FIELDS (SUBJECT)] {18}\r\nSubject: inner\r\n\r\n)\r\n
            S: b OK *
            C: c FETCH 1 (BODY.PEEK[1.HEADER] BODY.PEEK[1.1] BODY.PEEK[2.3] BODY.PEEK[1.HEADER.FIELDS (A)])
            S: * 1 FETCH (BODY[1.HEADER] NIL BODY[1.1] NIL BODY[2.3] NIL BODY[1.HEADER.FIELDS (A)] NIL)
            S: c OK *
            """);
    }

    [Fact]
    public async Task A_path_of_a_thousand_numbers_is_refused()
    {
        await using var server = await SelectedAsync(int.MaxValue, Simple);

        // Case I09
        await server.PlayAsync($"""
            C: a FETCH 1 BODY.PEEK[{string.Join('.', Enumerable.Repeat("1", 1_000))}]
            S: a BAD *
            C: b FETCH 1 BODY.PEEK[{string.Join('.', Enumerable.Repeat("1", 100))}]
            S: * 1 FETCH (BODY[1.1.*
            S: b OK *
            """);
    }

    [Fact]
    public async Task Hundreds_of_messages_stream_in_order()
    {
        await using var server = await SelectedAsync(int.MaxValue, [.. Enumerable.Range(1, 600).Select(static number => $"Subject: {number}\n\n")]);

        await server.PlayAsync("C: a FETCH 1:* (UID ENVELOPE)");
        for (int number = 1; number <= 600; number++)
            Assert.StartsWith($"* {number} FETCH (UID {number} ENVELOPE (NIL \"{number}\" ", await server.Client().ReadLineAsync(), StringComparison.Ordinal);
        await server.PlayAsync("S: a OK *");
    }

    private static async Task<ImapTestServer> SelectedAsync(int chunkSize, params string[] messages)
    {
        var server = await ImapTestServer.StartLoggedInAsync(chunkSize, messages: messages);
        await server.PlayAsync("""
            C: s SELECT INBOX
            S: ...
            S: s OK *
            """);
        return server;
    }
}
