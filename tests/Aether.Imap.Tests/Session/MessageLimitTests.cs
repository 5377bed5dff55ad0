using Aether.Configuration.Schema;

namespace Aether.Imap.Tests.Session;

/// <summary>MESSAGELIMIT and SAVELIMIT. RFC 9738.</summary>
[Proves("MESSAGELIMIT", "SAVELIMIT")]
public sealed class MessageLimitTests
{
    private static readonly string[] Five = [.. Enumerable.Range(1, 5).Select(static number => $"Subject: m{number}\n\nbody\n")];

    [Theory, InlineData(int.MaxValue), InlineData(1)]
    public async Task A_command_deals_with_the_newest_and_says_where_it_stopped(int chunkSize)
    {
        await using var server = await ImapTestServer.StartLoggedInAsync(chunkSize, messages: Five, options: Limited(3));
        await server.PlayAsync("""
            C: s SELECT INBOX
            S: ...
            S: s OK *
            C: a FETCH 1:* UID
            S: * 3 FETCH (UID 3)
            S: * 4 FETCH (UID 4)
            S: * 5 FETCH (UID 5)
            S: a OK [MESSAGELIMIT 3 3] *
            C: b UID FETCH 1:2 UID
            S: * 1 FETCH (UID 1)
            S: * 2 FETCH (UID 2)
            S: b OK Fetched.
            C: c STORE 1,3,4:5 +FLAGS.SILENT (\Flagged)
            S: ...
            S: c OK [MESSAGELIMIT 3 3] *
            C: d SEARCH SUBJECT m
            S: * SEARCH 3 4 5
            S: d OK [MESSAGELIMIT 3 3] *
            C: e UID SEARCH UID 1:2
            S: * SEARCH 1 2
            S: e OK Searched.
            C: f UID SORT (DATE) UTF-8 ALL
            S: * SORT 3 4 5
            S: f OK [MESSAGELIMIT 3 3] *
            C: g COPY 1:4 Sent
            S: g NO [MESSAGELIMIT 3] *
            C: h UID STORE 1:5 +FLAGS.SILENT (\Deleted)
            S: ...
            S: h OK [MESSAGELIMIT 3 3] *
            C: i UID STORE 1:2 +FLAGS.SILENT (\Deleted)
            S: ...
            S: i OK *
            C: j UID EXPUNGE 1:*
            S: * 3 EXPUNGE
            S: * 3 EXPUNGE
            S: * 3 EXPUNGE
            S: j OK [MESSAGELIMIT 3 3] *
            """);
    }

    [Fact]
    public async Task A_move_takes_the_newest_and_can_be_gone_on_with()
    {
        await using var server = await ImapTestServer.StartLoggedInAsync(int.MaxValue, messages: Five, options: Limited(3));
        await server.PlayAsync("""
            C: s SELECT INBOX
            S: ...
            S: s OK *
            C: a UID MOVE 1:5 Sent
            S: * OK [COPYUID *
            S: * 3 EXPUNGE
            S: * 3 EXPUNGE
            S: * 3 EXPUNGE
            S: a OK [MESSAGELIMIT 3 3] *
            """);
    }

    [Fact]
    public async Task An_append_brings_no_more_messages_than_may_be_saved_at_once()
    {
        var options = ImapTestServer.Options with { Limits = new ImapLimitSettings { Saves = 2 } };
        await using var server = await ImapTestServer.StartLoggedInAsync(int.MaxValue, options: options);
        await server.PlayAsync("""
            C-raw: a APPEND INBOX {9+}\r\na: b\r\n\r\nc {9+}\r\na: b\r\n\r\nc {9+}\r\na: b\r\n\r\nc\r\n
            S: a NO [MESSAGELIMIT 2] *
            C: b STATUS INBOX (MESSAGES)
            S: * STATUS "INBOX" (MESSAGES 0)
            S: b OK *
            """);
    }

    private static Wire.ImapOptions Limited(int most) => ImapTestServer.Options with { Limits = new ImapLimitSettings { Messages = most } };
}
