using Aether.Configuration.Schema;
using Aether.Configuration.Values;

namespace Aether.Imap.Tests.Commands.Annotations;

/// <summary>Annotations of messages: ANNOTATE-EXPERIMENT-1. RFC 5257.</summary>
[Proves("ANNOTATE-EXPERIMENT-1")]
public sealed class AnnotateTests
{
    private static readonly string[] Two = ["Subject: one\n\nfirst\n", "Subject: two\n\nsecond\n"];

    [Theory, InlineData(int.MaxValue), InlineData(1)]
    public async Task What_is_noted_is_told_and_taken_away(int chunkSize)
    {
        await using var server = await ImapTestServer.StartLoggedInAsync(chunkSize, messages: Two);

        // §4.3, §4.4, §4.5.
        await server.PlayAsync("""
            C: a SELECT INBOX
            S: ...
            S: * OK [ANNOTATIONS 65536] *
            S: a OK *
            C: b STORE 1 ANNOTATION (/comment (value.priv "My comment" value.shared {10+}
            C: Group note))
            S: b OK *
            C: c UID STORE 1:2 ANNOTATION (/altsubject (value.shared "S") /vendor/x/y (value.priv "1"))
            S: c OK *
            C: d FETCH 1 (ANNOTATION (/comment value))
            S: * 1 FETCH (ANNOTATION ("/comment" (value.priv "My comment" value.shared "Group note")))
            S: d OK *
            C: e FETCH 1:2 (UID ANNOTATION (/* (value.shared size.shared)))
            S: * 1 FETCH (UID 1 ANNOTATION ("/altsubject" (value.shared "S" size.shared "1") "/comment" (value.shared "Group note" size.shared "10")))
            S: * 2 FETCH (UID 2 ANNOTATION ("/altsubject" (value.shared "S" size.shared "1")))
            S: e OK *
            C: f FETCH 2 (ANNOTATION ((/comment /%) (value size)))
            S: * 2 FETCH (ANNOTATION ("/comment" (value.priv NIL value.shared NIL size.priv "0" size.shared "0") "/altsubject" (value.priv NIL value.shared "S" size.priv "0" size.shared "1")))
            S: f OK *
            C: g STORE 1 ANNOTATION (/comment (value.priv NIL))
            S: g OK *
            C: h FETCH 1 (ANNOTATION (/comment value.priv))
            S: * 1 FETCH (ANNOTATION ("/comment" (value.priv NIL)))
            S: h OK *
            C: i FETCH 1 (ANNOTATION (/Comment value))
            S: * 1 FETCH (ANNOTATION ("/Comment" (value.priv NIL value.shared NIL)))
            S: i OK *
            """);
    }

    [Theory]
    [InlineData("FETCH 1 (ANNOTATION (/comment none))")]
    [InlineData("FETCH 1 (ANNOTATION (comment value))")]
    [InlineData("FETCH 1 (ANNOTATION (/comment/ value))")]
    [InlineData("FETCH 1 (ANNOTATION (/a//b value))")]
    [InlineData("FETCH 1 (ANNOTATION /comment value)")]
    [InlineData("STORE 1 ANNOTATION (/comment (value \"1\"))")]
    [InlineData("STORE 1 ANNOTATION (/comment (size.priv \"1\"))")]
    [InlineData("STORE 1 ANNOTATION (/flags/seen (value.priv \"1\"))")]
    [InlineData("STORE 1 ANNOTATION (/* (value.priv \"1\"))")]
    [InlineData("STORE 1 ANNOTATION (/0/comment (value.priv \"1\"))")]
    [InlineData("STORE 1 ANNOTATION (/1.2/comment (value.priv \"1\"))")]
    [InlineData("STORE 1 +ANNOTATION (/comment (value.priv \"1\"))")]
    [InlineData("SEARCH ANNOTATION /comment size \"1\"")]
    [InlineData("SORT (ANNOTATION /comment value) UTF-8 ALL")]
    [InlineData("SORT (ANNOTATION /% value.priv) UTF-8 ALL")]
    [InlineData("APPEND INBOX ANNOTATION (/comment (value \"x\")) {3+}\nabc")]
    [InlineData("APPEND INBOX ANNOTATION (/comment (value.priv \"x\")) ANNOTATION (/b (value.priv \"x\")) {3+}\nabc")]
    public async Task Malformed_commands_are_bad(string command)
    {
        await using var server = await ImapTestServer.StartLoggedInAsync(int.MaxValue, messages: Two);
        await server.PlayAsync($"""
            C: s SELECT INBOX
            S: ...
            S: s OK *
            C: a {command.Replace("\n", "\nC: ", StringComparison.Ordinal)}
            S: a BAD *
            """);
    }

    [Theory, InlineData(int.MaxValue), InlineData(1)]
    public async Task Messages_are_found_and_sorted_by_them(int chunkSize)
    {
        await using var server = await ImapTestServer.StartLoggedInAsync(chunkSize, messages: [.. Two, "Subject: three\n\nthird\n"]);

        // §4.8, §4.9.
        await server.PlayAsync("""
            C: a SELECT INBOX
            S: ...
            S: a OK *
            C: b STORE 1 ANNOTATION (/altsubject (value.shared "zebra"))
            S: b OK *
            C: c STORE 2 ANNOTATION (/altsubject (value.priv "ape" value.shared "Ökologie"))
            S: c OK *
            C: d SEARCH ANNOTATION /altsubject value "ZEB"
            S: * SEARCH 1
            S: d OK *
            C: e SEARCH ANNOTATION * value.shared "öKOLOGIE"
            S: * SEARCH 2
            S: e OK *
            C: f SEARCH NOT ANNOTATION /% value.shared {0+}
            C: 
            S: * SEARCH 3
            S: f OK *
            C: g SORT (ANNOTATION /altsubject value.shared) UTF-8 ALL
            S: * SORT 3 2 1
            S: g OK *
            C: h SORT (REVERSE ANNOTATION /altsubject value.priv) UTF-8 ALL
            S: * SORT 2 1 3
            S: h OK *
            C: i SEARCH RETURN (UPDATE COUNT) ANNOTATION /altsubject value ape
            S: * NO [NOUPDATE "i"] *
            S: * ESEARCH (TAG "i") COUNT 1
            S: i OK *
            """);
    }

    [Theory, InlineData(int.MaxValue), InlineData(1)]
    public async Task They_come_with_an_append(int chunkSize)
    {
        await using var server = await ImapTestServer.StartLoggedInAsync(chunkSize);

        // §4.7, and RFC 3502: each message with its own.
        await server.PlayAsync("""
            C: a APPEND INBOX (\Seen) ANNOTATION (/comment (value.priv "Don't send" value.shared {3+}
            C: ann) /x (value.priv ~{3+}
            C: a+b)) {19+}
            C: Subject: one
            C: 
            C: 1
            C:  ANNOTATION (/comment (value.shared NIL)) {18+}
            C: Subject: two
            C: 
            C: 2
            S: a OK [APPENDUID *
            C: b EXAMINE INBOX
            S: ...
            S: * OK [ANNOTATIONS READ-ONLY] *
            S: b OK *
            C: c FETCH 1:2 (FLAGS ANNOTATION (/* value))
            S: * 1 FETCH (FLAGS (\Seen \Recent) ANNOTATION ("/comment" (value.priv "Don't send" value.shared "ann") "/x" (value.priv "a+b" value.shared NIL)))
            S: * 2 FETCH (FLAGS (\Recent) ANNOTATION ())
            S: c OK *
            C: d STORE 1 ANNOTATION (/comment (value.priv "x"))
            S: d NO [READ-ONLY] *
            """);
    }

    [Fact]
    public async Task A_copy_has_its_own_and_a_move_takes_them_along()
    {
        await using var server = await ImapTestServer.StartLoggedInAsync(int.MaxValue, messages: Two);
        await server.PlayAsync("""
            C: a SELECT INBOX
            S: ...
            S: a OK *
            C: b STORE 1:2 ANNOTATION (/comment (value.priv "mine" value.shared "ours"))
            S: b OK *
            C: c COPY 1 Sent
            S: c OK *
            C: d STORE 1 ANNOTATION (/comment (value.priv "changed"))
            S: d OK *
            C: e MOVE 2 Sent
            S: * OK [COPYUID *
            S: * 2 EXPUNGE
            S: e OK *
            C: f SELECT Sent
            S: ...
            S: f OK *
            C: g FETCH 1:2 (ANNOTATION (/* value))
            S: * 1 FETCH (ANNOTATION ("/comment" (value.priv "mine" value.shared "ours")))
            S: * 2 FETCH (ANNOTATION ("/comment" (value.priv "mine" value.shared "ours")))
            S: g OK *
            C: h STORE 1 +FLAGS.SILENT (\Deleted)
            S: h OK *
            C: i EXPUNGE
            S: * 1 EXPUNGE
            S: i OK *
            C: j SEARCH ANNOTATION /comment value mine
            S: * SEARCH 1
            S: j OK *
            """);
    }

    [Fact]
    public async Task Each_reader_has_his_own_and_writes_shared_ones_with_a_right()
    {
        await using var server = await ImapTestServer.StartLoggedInAsync(int.MaxValue, messages: Two);
        var bob = await server.AddUserAsync(2, "bob@x.test");
        await server.ShareAsync("INBOX", bob.Id, "lrs");

        // §3.4: r for what is private, n to write what is shared.
        await server.PlayAsync("""
            C1: a SELECT INBOX
            S1: ...
            S1: a OK *
            C1: b STORE 1 ANNOTATION (/comment (value.priv "ann's" value.shared "all's"))
            S1: b OK *
            C2: a SELECT Users/ann@x.test/INBOX
            S2: ...
            S2: a OK *
            C2: b FETCH 1 (ANNOTATION (/comment value))
            S2: * 1 FETCH (ANNOTATION ("/comment" (value.priv NIL value.shared "all's")))
            S2: b OK *
            C2: c STORE 1 ANNOTATION (/comment (value.priv "bob's" value.shared "bob's"))
            S2: c NO [NOPERM] *
            C2: d STORE 1 ANNOTATION (/comment (value.priv "bob's"))
            S2: d OK *
            C2: e SEARCH ANNOTATION /comment value "ann's"
            S2: * SEARCH
            S2: e OK *
            C2: f COPY 1 INBOX
            S2: f OK *
            C2: g SELECT INBOX
            S2: ...
            S2: g OK *
            C2: h FETCH 1 (ANNOTATION (/comment value))
            S2: * 1 FETCH (ANNOTATION ("/comment" (value.priv "bob's" value.shared "all's")))
            S2: h OK *
            C1: c FETCH 1 (ANNOTATION (/comment value))
            S1: * 1 FETCH (ANNOTATION ("/comment" (value.priv "ann's" value.shared "all's")))
            S1: c OK *
            """);
        await server.ShareAsync("INBOX", bob.Id, "lrsin");
        await server.PlayAsync("""
            C2: i SELECT Users/ann@x.test/INBOX
            S2: ...
            S2: i OK *
            C2: j STORE 1 ANNOTATION (/comment (value.shared "bob's"))
            S2: j OK *
            C1: d FETCH 1 (ANNOTATION (/comment value.shared))
            S1: * 1 FETCH (ANNOTATION ("/comment" (value.shared "bob's")))
            S1: d OK *
            """);
    }

    [Fact]
    public async Task Changes_of_others_are_told_to_who_asked_for_it()
    {
        await using var server = await ImapTestServer.StartLoggedInAsync(int.MaxValue, clients: 2, messages: Two);

        // §4.2, §4.4: names only.
        await server.PlayAsync("""
            C1: a SELECT INBOX (ANNOTATE)
            S1: ...
            S1: a OK *
            C2: a SELECT INBOX
            S2: ...
            S2: a OK *
            C2: b STORE 2 ANNOTATION (/comment (value.shared "news" value.priv "n"))
            S2: b OK *
            C1: b STORE 1 ANNOTATION (/comment (value.shared "own"))
            S1: * 2 FETCH (UID 2 ANNOTATION ("/comment"))
            S1: b OK *
            C1: c NOOP
            S1: c OK *
            C2: c NOOP
            S2: c OK *
            """);
    }

    [Fact]
    public async Task A_condition_holds_for_them_too()
    {
        await using var server = await ImapTestServer.StartLoggedInAsync(int.MaxValue, messages: Two);
        await server.PlayAsync("""
            C: a SELECT INBOX (CONDSTORE)
            S: ...
            S: a OK *
            C: b STORE 1:2 (UNCHANGEDSINCE 1) ANNOTATION (/comment (value.priv "x"))
            S: b OK [MODIFIED 1:2] *
            C: c STORE 1 ANNOTATION (/comment (value.priv "x"))
            S: * 1 FETCH (UID 1 MODSEQ (*
            S: c OK *
            """);
    }

    [Fact]
    public async Task Limits_are_told()
    {
        var limits = new ImapLimitSettings { AnnotationEntries = 10, AnnotationSize = new ByteSize(1024) };
        await using var server = await ImapTestServer.StartLoggedInAsync(int.MaxValue, messages: Two, options: ImapTestServer.Options with { Limits = limits });
        string nine = string.Join(' ', Enumerable.Range(1, 9).Select(static i => $"/n{i} (value.priv \"x\")"));
        await server.PlayAsync($"""
            C: a SELECT INBOX
            S: ...
            S: * OK [ANNOTATIONS 1024] *
            S: a OK *
            C: b STORE 1 ANNOTATION ({nine})
            S: b OK *
            C: c STORE 1:2 ANNOTATION (/a (value.priv "x") /b (value.priv "x"))
            S: c NO [ANNOTATE TOOMANY] *
            C: d FETCH 2 (ANNOTATION (/* value))
            S: * 2 FETCH (ANNOTATION ())
            S: d OK *
            C: e STORE 1 ANNOTATION (/a (value.priv "x") /b (value.shared "x") /n1 (value.priv NIL))
            S: e OK *
            C: f STORE 1 ANNOTATION (/a (value.priv "{new string('x', 1025)}"))
            S: f NO [ANNOTATE TOOBIG] *
            C: g APPEND INBOX ANNOTATION (/a (value.priv "{new string('x', 1025)}")) {"{3+}"}
            C: abc
            S: g NO [ANNOTATE TOOBIG] *
            """);
    }

    [Fact]
    public async Task Where_it_is_not_offered_nothing_of_it_is_known()
    {
        await using var server = await ImapTestServer.StartLoggedInAsync(int.MaxValue, messages: Two, options: ImapTestServer.Options with { Without = ["ANNOTATE-EXPERIMENT-1"] });
        await server.PlayAsync("""
            C: a SELECT INBOX (ANNOTATE)
            S: a BAD *
            C: b SELECT INBOX
            S: ...
            S: * OK [MAILBOXID *
            S: b OK *
            C: c STORE 1 ANNOTATION (/comment (value.priv "x"))
            S: c BAD *
            C: d FETCH 1 (ANNOTATION (/comment value))
            S: d BAD *
            C: e SEARCH ANNOTATION /comment value x
            S: e BAD *
            C: f APPEND INBOX ANNOTATION (/comment (value.priv "x")) {3+}
            C: abc
            S: f BAD *
            """);
    }
}
