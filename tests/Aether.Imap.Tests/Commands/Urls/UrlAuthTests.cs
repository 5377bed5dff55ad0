using System.Text.RegularExpressions;
using Aether.Storage.Mailboxes;

namespace Aether.Imap.Tests.Commands.Urls;

/// <summary>URLAUTH and URLAUTH=BINARY: URLs that carry their authorization. RFC 4467, RFC 5524.</summary>
[Proves("URLAUTH", "URLAUTH=BINARY")]
public sealed partial class UrlAuthTests
{
    private const string Message = "Subject: hi\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\naGVsbG8=\n--b\nContent-Type: text/html\n\n<p>x\n--b--\n";

    [Theory, InlineData(int.MaxValue), InlineData(1)]
    public async Task A_url_opens_its_part_for_whom_it_names(int chunkSize)
    {
        await using var server = await StartAsync(chunkSize);
        string forBob = await AuthorizeAsync(server, "/;UID=1/;SECTION=2;URLAUTH=user+bob@x.test");
        string forAll = await AuthorizeAsync(server, "/;UID=1/;SECTION=2/;PARTIAL=0.3;URLAUTH=authuser");
        string forSubmission = await AuthorizeAsync(server, "/;UID=1;URLAUTH=submit+ann@x.test");
        await server.PlayAsync($$"""
            C2: a URLFETCH "{{forBob}}" "{{forAll}}"
            S2: * URLFETCH "{{forBob}}" {4}
            S2: <p>x
            S2: * URLFETCH "{{forAll}}" {3}
            S2: <p>
            S2: a OK *
            C: b URLFETCH "{{forBob}}" "{{forSubmission}}"
            S: * URLFETCH "{{forBob}}" NIL
            S: * URLFETCH "{{forSubmission}}" NIL
            S: b OK *
            """);
    }

    [Theory, InlineData(int.MaxValue), InlineData(1)]
    public async Task A_part_comes_decoded_and_with_its_structure(int chunkSize)
    {
        await using var server = await StartAsync(chunkSize);
        string url = await AuthorizeAsync(server, "/;UID=1/;SECTION=1;URLAUTH=anonymous");
        await server.PlayAsync($$"""
            C2: a URLFETCH ("{{url}}" BODYPARTSTRUCTURE BINARY)
            S2: * URLFETCH "{{url}}" (BODYPARTSTRUCTURE ("text" "plain" ("charset" "utf-8") NIL NIL "7bit" 5 0 NIL NIL NIL NIL)) (BINARY {5}
            S2: hello)
            S2: a OK *
            C2: b URLFETCH ("{{url}}" BODY)
            S2: * URLFETCH "{{url}}" (BODY {8}
            S2: aGVsbG8=)
            S2: b OK *
            C2: c URLFETCH ("{{url}}" BODY BINARY)
            S2: c BAD *
            """);
    }

    [Fact]
    public async Task A_url_is_worth_nothing_when_it_was_changed_or_its_key_was()
    {
        await using var server = await StartAsync(int.MaxValue);
        string url = await AuthorizeAsync(server, "/;UID=1/;SECTION=2;URLAUTH=authuser");
        string other = url.Replace(";SECTION=2", ";SECTION=1", StringComparison.Ordinal);
        string shorter = url[..^2];
        await server.PlayAsync($"""
            C2: a URLFETCH "{other}" "{shorter}" "nonsense"
            S2: * URLFETCH "{other}" NIL
            S2: * URLFETCH "{shorter}" NIL
            S2: * URLFETCH "nonsense" NIL
            S2: a OK *
            C: b RESETKEY INBOX
            S: * OK [URLMECH INTERNAL] *
            S: b OK *
            C2: c URLFETCH "{url}"
            S2: * URLFETCH "{url}" NIL
            S2: c OK *
            """);
        string again = await AuthorizeAsync(server, "/;UID=1/;SECTION=2;URLAUTH=authuser");
        await server.PlayAsync($"""
            C: d RESETKEY
            S: d OK *
            C2: e URLFETCH "{again}"
            S2: * URLFETCH "{again}" NIL
            S2: e OK *
            """);
    }

    [Fact]
    public async Task A_url_ends_with_its_time()
    {
        await using var server = await StartAsync(int.MaxValue);
        string until = server.Store.Clock.GetUtcNow().AddMinutes(5).ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture);
        string url = await AuthorizeAsync(server, $"/;UID=1/;SECTION=2;EXPIRE={until};URLAUTH=anonymous");
        await server.PlayAsync($$"""
            C2: a URLFETCH "{{url}}"
            S2: * URLFETCH "{{url}}" {4}
            S2: <p>x
            S2: a OK *
            """);
        server.Store.Clock.Advance(TimeSpan.FromMinutes(6));
        await server.PlayAsync($"""
            C2: b URLFETCH "{url}"
            S2: * URLFETCH "{url}" NIL
            S2: b OK *
            """);
    }

    [Fact]
    public async Task Only_own_mailboxes_are_authorized_and_as_they_are()
    {
        await using var server = await StartAsync(int.MaxValue);
        uint validity = await ValidityAsync(server);
        await server.PlayAsync($"""
            C: a GENURLAUTH "imap://bob%40x.test@mx/INBOX;UIDVALIDITY={validity}/;UID=1;URLAUTH=anonymous" INTERNAL
            S: a BAD *
            C: b GENURLAUTH "imap://ann%40x.test@mx/INBOX;UIDVALIDITY=1/;UID=1;URLAUTH=anonymous" INTERNAL
            S: b NO [NONEXISTENT] *
            C: c GENURLAUTH "imap://ann%40x.test@mx/Nowhere;UIDVALIDITY=1/;UID=1;URLAUTH=anonymous" INTERNAL
            S: c NO [NONEXISTENT] *
            C: d GENURLAUTH "imap://ann%40x.test@mx/INBOX;UIDVALIDITY={validity}/;UID=1;URLAUTH=anonymous" OTHER
            S: d BAD *
            C: e GENURLAUTH "imap://ann%40x.test@mx/INBOX;UIDVALIDITY={validity}/;UID=1" INTERNAL
            S: e BAD *
            C: f GENURLAUTH "imap://ann%40x.test@mx/INBOX;UIDVALIDITY={validity}/;UID=1;EXPIRE=2001-01-01T00:00:00Z;URLAUTH=anonymous" INTERNAL
            S: f BAD *
            C: i GENURLAUTH "imap://ann%40x.test@mx/INBOX/;UID=1;URLAUTH=anonymous" INTERNAL
            S: * GENURLAUTH "imap://ann%40x.test@mx/INBOX/;UID=1;URLAUTH=anonymous:INTERNAL:*
            S: i OK *
            C: g URLFETCH
            S: g BAD *
            C: h GETMETADATA (DEPTH infinity) INBOX (/private/vendor /private/urlauth)
            S: h OK *
            """);
    }

    [Fact]
    public async Task A_message_is_put_together_from_what_others_gave_access_to()
    {
        await using var server = await StartAsync(int.MaxValue);
        string url = await AuthorizeAsync(server, "/;UID=1/;SECTION=2;URLAUTH=user+bob@x.test");
        await server.PlayAsync($$"""
            C2-raw: a APPEND INBOX CATENATE (TEXT {14+}\r\nSubject: x\r\n\r\n URL "{{url}}")\r\n
            S2: a OK *
            C2: s SELECT INBOX
            S2: ...
            S2: s OK *
            C2: b FETCH 1 BODY.PEEK[TEXT]
            S2: * 1 FETCH (BODY[TEXT] {4}
            S2: <p>x)
            S2: b OK *
            C-raw: c APPEND INBOX CATENATE (TEXT {14+}\r\nSubject: x\r\n\r\n URL "{{url}}")\r\n
            S: c NO [BADURL *
            """);
    }

    [Fact]
    public async Task A_listener_can_do_without()
    {
        await using var server = await ImapTestServer.StartLoggedInAsync(int.MaxValue, options: ImapTestServer.Options with { Without = ["URLAUTH", "URLAUTH=BINARY"] });
        await server.PlayAsync("""
            C: a GENURLAUTH "imap://ann%40x.test@mx/INBOX;UIDVALIDITY=1/;UID=1;URLAUTH=anonymous" INTERNAL
            S: a BAD *
            C: b URLFETCH "x"
            S: b BAD *
            C: c RESETKEY
            S: c BAD *
            """);
    }

    private static async Task<ImapTestServer> StartAsync(int chunkSize)
    {
        var server = await ImapTestServer.StartLoggedInAsync(chunkSize, messages: [Message]);
        await server.AddUserAsync(2, "bob@x.test");
        return server;
    }

    private static async Task<uint> ValidityAsync(ImapTestServer server) => (await server.Store.FindMailboxAsync(server.Account.Id, Mailbox.Inbox)).Counters.UidValidity;

    /// <summary>Asks for the proof of a URL of ann's INBOX.</summary>
    private static async Task<string> AuthorizeAsync(ImapTestServer server, string what)
    {
        string rump = $"imap://ann%40x.test@mx.test/INBOX;UIDVALIDITY={await ValidityAsync(server)}{what}";
        await server.Client().SendLineAsync($"g GENURLAUTH \"{rump}\" INTERNAL");
        string? said = await server.Client().ReadLineAsync();
        var found = Proven().Match(said ?? string.Empty);
        Assert.True(found.Success, said);
        Assert.StartsWith("g OK", await server.Client().ReadLineAsync(), StringComparison.Ordinal);
        string url = found.Groups[1].Value;
        Assert.StartsWith(rump + ":INTERNAL:", url, StringComparison.Ordinal);
        return url;
    }

    [GeneratedRegex("\\* GENURLAUTH \"([^\"]+)\"")]
    private static partial Regex Proven();
}
