using Aether.Storage.Mailboxes;

namespace Aether.Imap.Tests.Commands.Fetching;

/// <summary>FETCH of items that came with extensions: BINARY (RFC 3516), PREVIEW (RFC 8970), OBJECTID (RFC 8474), PARTIAL (RFC 9394).</summary>
[Proves("BINARY", "PREVIEW", "OBJECTID", "PARTIAL")]
public sealed class ExtensionItemTests
{
    private const string Encoded = """
        Subject: binary
        Content-Type: multipart/mixed; boundary=a

        --a
        Content-Type: text/plain; charset=utf-8
        Content-Transfer-Encoding: quoted-printable

        Gr=C3=BC=C3=9Fe
        > quoted
        and  more
        --a
        Content-Type: application/octet-stream
        Content-Transfer-Encoding: base64

        AAECAwQF
        --a
        Content-Type: text/plain
        Content-Transfer-Encoding: x-nobody

        ???
        --a--
        """;

    [Theory, InlineData(int.MaxValue), InlineData(1)]
    public async Task Parts_come_without_their_encoding(int chunkSize)
    {
        await using var server = await SelectedAsync(chunkSize, Encoded);

        // RFC 3516 §4.2, §4.3; §4.5: NUL only in a literal8.
        await server.PlayAsync("""
            C: a FETCH 1 (BINARY.SIZE[1] BINARY.SIZE[2])
            S: * 1 FETCH (BINARY.SIZE[1] 28 BINARY.SIZE[2] 6)
            S: a OK *
            C: b FETCH 1 BINARY.PEEK[2]
            S-raw: * 1 FETCH (BINARY[2] ~{6}\r\n\x00\x01\x02\x03\x04\x05)\r\n
            S: b OK *
            C: c FETCH 1 BINARY.PEEK[2]<1.2>
            S-raw: * 1 FETCH (BINARY[2]<1> ~{2}\r\n\x01\x02)\r\n
            S: c OK *
            C: d FETCH 1 BINARY[1]
            S-raw: * 1 FETCH (BINARY[1] {28}\r\nGrüße\r\n> quoted\r\nand  more FLAGS (\\Seen \\Recent))\r\n
            S: d OK *
            C: e FETCH 1 BINARY.PEEK[3]
            S: * 1 FETCH (BINARY[3] NIL)
            S: e NO [UNKNOWN-CTE] *
            C: f FETCH 1 BINARY.SIZE[9]
            S: * 1 FETCH (BINARY.SIZE[9] NIL)
            S: f OK *
            C: g FETCH 1 BINARY.PEEK[1.TEXT]
            S: g BAD *
            """);
    }

    [Theory, InlineData(int.MaxValue), InlineData(1)]
    public async Task A_preview_is_the_beginning_of_the_text(int chunkSize)
    {
        await using var server = await SelectedAsync(chunkSize, Encoded);
        await server.DeliverAsync("Content-Type: text/html\n\n<style>x</style><p>Hello &amp;\n <b>welcome</b></p>");
        await server.DeliverAsync("Content-Type: image/png\n\nxxx");
        await server.DeliverAsync("\n" + string.Concat(Enumerable.Repeat("word ", 100)));

        // RFC 8970 §3, §4: it does not set \Seen; LAZY changes nothing where the answer is at hand.
        await server.PlayAsync($$"""
            C: n NOOP
            S: ...
            S: n OK *
            C: a FETCH 1:3 PREVIEW
            S-raw: * 1 FETCH (PREVIEW {16}\r\nGrüße and more)\r\n
            S: * 2 FETCH (PREVIEW "Hello & welcome")
            S: * 3 FETCH (PREVIEW NIL)
            S: a OK *
            C: b FETCH 4 (PREVIEW (LAZY) FLAGS)
            S: * 4 FETCH (PREVIEW "{{string.Concat(Enumerable.Repeat("word ", 40)).TrimEnd()}}" FLAGS (\Recent))
            S: b OK *
            C: c FETCH 1 PREVIEW (FOO)
            S: c BAD *
            """);
    }

    [Fact]
    public async Task Ids_stay_when_a_message_moves()
    {
        await using var server = await SelectedAsync(int.MaxValue, "Message-ID: <a@x>\nSubject: x\n\n");
        var inbox = await server.Store.FindMailboxAsync(server.Account.Id, Mailbox.Inbox);
        var row = (await server.Store.Store.Messages.ListAsync(server.Account.Id, inbox.Id, CancellationToken.None))[0];
        var email = (await server.Store.Store.Messages.ReadEmailsAsync(server.Account.Id, new[] { row.Email }, CancellationToken.None))[0];

        // RFC 8474 §5.
        await server.PlayAsync($"""
            C: a FETCH 1 (EMAILID THREADID)
            S: * 1 FETCH (EMAILID (E{row.Email.Value}) THREADID (T{email.Thread.Value}))
            S: a OK *
            C: b MOVE 1 Archive
            S: ...
            S: b OK *
            C: s SELECT Archive
            S: ...
            S: s OK *
            C: c FETCH 1 (EMAILID)
            S: * 1 FETCH (EMAILID (E{row.Email.Value}))
            S: c OK *
            """);
    }

    [Theory, InlineData(int.MaxValue), InlineData(1)]
    public async Task A_part_of_a_set_can_be_fetched(int chunkSize)
    {
        await using var server = await SelectedAsync(chunkSize, "Subject: 1\n\n");
        for (int i = 2; i <= 5; i++)
            await server.DeliverAsync($"Subject: {i}\n\n");

        // RFC 9394 §3.2.
        await server.PlayAsync("""
            C: n NOOP
            S: ...
            S: n OK *
            C: a UID FETCH 2:* (UID) (PARTIAL -1:-2)
            S: * 4 FETCH (UID 4)
            S: * 5 FETCH (UID 5)
            S: a OK *
            C: b UID FETCH 1,3:5 (UID) (PARTIAL 2:3)
            S: * 3 FETCH (UID 3)
            S: * 4 FETCH (UID 4)
            S: b OK *
            C: c UID FETCH 1:* (UID) (PARTIAL 7:9)
            S: c OK *
            C: d FETCH 1:* (UID) (PARTIAL 1:2)
            S: d BAD *
            C: e UID FETCH 1:* (UID) (PARTIAL -1:2)
            S: e BAD *
            C: f UID FETCH 1:* (UID) (PARTIAL 0:2)
            S: f BAD *
            """);
    }

    private static async Task<ImapTestServer> SelectedAsync(int chunkSize, string message)
    {
        var server = await ImapTestServer.StartLoggedInAsync(chunkSize, messages: [message]);
        await server.PlayAsync("""
            C: s SELECT INBOX
            S: ...
            S: s OK *
            """);
        return server;
    }

    [Theory]
    [InlineData("Subject: a\n\nThe   first\nwords.\n> quoted\n", "The first words.")]
    [InlineData("Subject: a\nContent-Type: text/html\n\n<p>Gr&uuml;&szlig;e</p>\n", "Gr\u00fc\u00dfe")]
    public async Task A_preview_is_made_once_and_kept(string message, string preview)
    {
        await using var server = await ImapTestServer.StartLoggedInAsync(int.MaxValue, messages: [message]);
        var inbox = await server.Store.FindMailboxAsync(server.Account.Id, "INBOX");
        var row = Assert.Single(await server.Store.Store.Messages.ListAsync(server.Account.Id, inbox.Id, CancellationToken.None));
        Assert.Null(Assert.Single(await server.Store.Store.Messages.ReadEmailsAsync(server.Account.Id, new[] { row.Email }, CancellationToken.None)).Preview);

        await server.PlayAsync("""
            C: a EXAMINE INBOX
            S: ...
            S: a OK *
            C: b FETCH 1 (PREVIEW)
            S: ...
            S: b OK *
            """);

        // RFC 8970 §5: what is told again is what was told before, whoever made it.
        Assert.Equal(preview, Assert.Single(await server.Store.Store.Messages.ReadEmailsAsync(server.Account.Id, new[] { row.Email }, CancellationToken.None)).Preview);
        await server.Store.Store.Messages.KeepPreviewsAsync(server.Account.Id, [(row.Email, "as it was kept")], CancellationToken.None);
        await server.PlayAsync("""
            C: c FETCH 1 (PREVIEW)
            S: * 1 FETCH (PREVIEW "as it was kept")
            S: c OK *
            """);
    }
}
