namespace Aether.Imap.Tests.Commands.Fetching;

/// <summary>SAVEDATE. RFC 8514.</summary>
[Proves("SAVEDATE")]
public sealed class SaveDateTests
{
    [Theory, InlineData(int.MaxValue), InlineData(1)]
    public async Task It_is_when_a_message_came_into_this_mailbox(int chunkSize)
    {
        await using var server = await ImapTestServer.StartLoggedInAsync(chunkSize);
        string first = Day(server);
        await server.PlayAsync("""
            C-raw: a APPEND INBOX "11-Jan-2001 00:00:00 +0000" {9+}\r\na: b\r\n\r\nc\r\n
            S: a OK *
            """);
        server.Store.Clock.Advance(TimeSpan.FromDays(3));
        string second = Day(server);
        await server.PlayAsync($"""
            S2: * OK [CAPABILITY *
            C2: l LOGIN ann@x.test secret
            S2: l OK *
            C2: s SELECT INBOX
            S2: ...
            S2: s OK *
            C2: b FETCH 1 (INTERNALDATE SAVEDATE)
            S2: * 1 FETCH (INTERNALDATE "11-Jan-2001 00:00:00 +0000" SAVEDATE "{first} *
            S2: b OK *
            C2: c COPY 1 Sent
            S2: c OK *
            C2: d MOVE 1 Drafts
            S2: ...
            S2: d OK *
            C2: e SELECT Sent
            S2: ...
            S2: e OK *
            C2: f FETCH 1 (SAVEDATE)
            S2: * 1 FETCH (SAVEDATE "{second} *
            S2: f OK *
            C2: g SELECT Drafts
            S2: ...
            S2: g OK *
            C2: h UID FETCH 1 SAVEDATE
            S2: * 1 FETCH (UID 1 SAVEDATE "{second} *
            S2: h OK *
            C2: i SEARCH SAVEDON {second}
            S2: * SEARCH 1
            S2: i OK *
            C2: j SEARCH SAVEDBEFORE {second}
            S2: * SEARCH
            S2: j OK *
            C2: k SEARCH SAVEDSINCE {first} NOT SINCE {first}
            S2: * SEARCH 1
            S2: k OK *
            C2: l SEARCH SAVEDATESUPPORTED
            S2: * SEARCH 1
            S2: l OK *
            """);
    }

    [Fact]
    public async Task A_listener_can_do_without()
    {
        await using var server = await ImapTestServer.StartLoggedInAsync(int.MaxValue, messages: ["Subject: a\n\nb\n"], options: ImapTestServer.Options with { Without = ["SAVEDATE"] });
        await server.PlayAsync("""
            C: s SELECT INBOX
            S: ...
            S: s OK *
            C: a FETCH 1 SAVEDATE
            S: a BAD *
            C: b SEARCH SAVEDATESUPPORTED
            S: b BAD *
            """);
    }

    private static string Day(ImapTestServer server) => server.Store.Clock.GetUtcNow().ToString("dd-MMM-yyyy", System.Globalization.CultureInfo.InvariantCulture);
}
