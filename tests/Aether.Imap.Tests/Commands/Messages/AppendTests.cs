using System.Text;
using Aether.Mime.Scanning;

namespace Aether.Imap.Tests.Commands.Messages;

/// <summary>APPEND. RFC 3501 §6.3.11, RFC 4315 §3 UIDPLUS, RFC 7888.</summary>
[Proves("UIDPLUS")]
public sealed class AppendTests
{
    [Theory, InlineData(int.MaxValue), InlineData(1)]
    public async Task A_message_is_appended_with_flags_and_date(int chunkSize)
    {
        await using var server = await ImapTestServer.StartLoggedInAsync(chunkSize);

        await server.PlayAsync("""
            C: a APPEND INBOX (\Seen $Work) " 1-Feb-1994 21:52:25 -0800" {22}
            S: + Go ahead
            C-raw: Subject: x\r\n\r\nhello!\r\n\r\n
            S: a OK [APPENDUID *
            C: b APPEND {5+}
            C: INBOX {18+}
            C-raw: Subject: y\r\n\r\nyo\r\n\r\n
            S: b OK [APPENDUID *
            C: c SELECT INBOX
            S: * FLAGS (\Answered \Flagged \Deleted \Seen \Draft $Work)
            S: ...
            S: c OK *
            C: d FETCH 1:2 (FLAGS INTERNALDATE RFC822.SIZE)
            S: * 1 FETCH (FLAGS (\Seen \Recent $Work) INTERNALDATE " 2-Feb-1994 05:52:25 +0000" RFC822.SIZE 22)
            S: * 2 FETCH (FLAGS (\Recent) INTERNALDATE "22-Nov-2026 *
            S: d OK *
            """);
    }

    [Theory, InlineData(int.MaxValue), InlineData(1)]
    public async Task What_cannot_be_appended_is_refused_in_step(int chunkSize)
    {
        await using var server = await ImapTestServer.StartLoggedInAsync(chunkSize);

        // RFC 3501 §6.3.11 TRYCREATE; a synchronizing literal is refused before it comes, another is read past.
        await server.PlayAsync("""
            C: a APPEND Nowhere {10}
            S: a NO [TRYCREATE] *
            C: b APPEND Nowhere {10+}
            C: 0123456789
            S: b NO [TRYCREATE] *
            C: c APPEND INBOX {1000001}
            S: c NO [TOOBIG] *
            C: d APPEND INBOX (\Foo) {10}
            S: d BAD *
            C: e APPEND INBOX (\Seen {10+}
            C: 0123456789
            S: e BAD *
            C: f APPEND INBOX
            S: f BAD *
            C: g APPEND INBOX {0}
            S: + Go ahead
            C:
            S: g NO [CANNOT] *
            C: h NOOP
            S: h OK *
            C: i APPEND INBOX {2000000+}
            S: i NO [TOOBIG] *
            S-close:
            """);
    }

    [Fact]
    public async Task A_message_before_login_is_not_taken_for_commands()
    {
        await using var server = await ImapTestServer.StartAsync(int.MaxValue);

        await server.PlayAsync("""
            S: * OK *
            C: a APPEND INBOX {21}
            S: a BAD Log in first.
            C: b APPEND INBOX {21+}
            S: b BAD Log in first.
            S-close:
            """);
    }

    [Fact]
    public async Task An_account_that_is_full_says_so()
    {
        await using var server = await ImapTestServer.StartAsync(int.MaxValue, change: static options => options with { QuotaBytes = 30 });

        // RFC 9208 §4.3.1, case I11
        await server.PlayAsync("""
            S: * OK *
            C: l LOGIN ann@x.test secret
            S: l OK *
            C: a APPEND INBOX {20+}
            C: 01234567890123456789
            S: a OK *
            C: b APPEND INBOX {20+}
            C: 01234567890123456789
            S: b NO [OVERQUOTA] *
            C: c STATUS INBOX (MESSAGES)
            S: * STATUS "INBOX" (MESSAGES 1)
            S: c OK *
            """);
    }

    [Fact]
    public async Task A_header_over_the_limit_is_refused()
    {
        await using var server = await ImapTestServer.StartLoggedInAsync(int.MaxValue);
        string message = string.Concat(Enumerable.Repeat("X-A: b\r\n", MimeLimits.Default.MaxFields + 1)) + "\r\n";

        await server.PlayAsync($"C: a APPEND INBOX {{{message.Length}+}}");
        await server.Client().SendAsync(Encoding.ASCII.GetBytes(message + "\r\n"));
        await server.PlayAsync("S: a NO [LIMIT] *");
    }

    [Fact]
    public async Task A_client_that_leaves_in_the_middle_stores_nothing()
    {
        await using var server = await ImapTestServer.StartLoggedInAsync(int.MaxValue, clients: 2);

        await server.PlayAsync("""
            C1: a APPEND INBOX {100+}
            C1: half
            C1-close:
            S1: a BAD *
            S1-close:
            C2: a STATUS INBOX (MESSAGES)
            S2: * STATUS "INBOX" (MESSAGES 0)
            S2: a OK *
            """);
    }

    [Fact]
    public async Task A_large_message_goes_in_and_out_unchanged()
    {
        await using var server = await ImapTestServer.StartLoggedInAsync(int.MaxValue);
        byte[] message = new byte[900_000];
        for (int i = 0; i < message.Length; i++)
            message[i] = (byte)((i * 31) ^ (i >> 9));
        "Subject: x\r\n\r\n"u8.CopyTo(message);

        await server.PlayAsync($"C: a APPEND INBOX {{{message.Length}+}}");
        await server.Client().SendAsync(message);
        await server.PlayAsync($"""
            C:
            S: a OK *
            C: b SELECT INBOX
            S: ...
            S: b OK *
            C: c FETCH 1 BODY.PEEK[]
            S: * 1 FETCH (BODY[] {"{"}{message.Length}{"}"}
            """);
        Assert.Equal(message, await server.Client().ReadBytesAsync(message.Length));
        await server.PlayAsync("""
            S: )
            S: c OK *
            """);
    }

    [Theory, InlineData(int.MaxValue), InlineData(1)]
    public async Task Binary_parts_are_kept_in_base64(int chunkSize)
    {
        await using var server = await ImapTestServer.StartLoggedInAsync(chunkSize);
        string odd = new([.. Enumerable.Range(0, 200).Select(static i => (char)(i % 127 + 1))]);
        string inner = $"Content-Type: application/octet-stream\r\nContent-Transfer-Encoding:\r\n binary\r\n\r\n{odd}";
        string message = $"Subject: b\r\nContent-Type: multipart/mixed; boundary=x\r\nContent-Transfer-Encoding: binary\r\n\r\n--x\r\n{inner}\r\n--x\r\nContent-Transfer-Encoding: 7bit\r\n\r\nplain\r\n--x--\r\n";

        // RFC 3516 §4.4: who fetches it without BINARY gets something that fits into a literal.
        await server.Client().SendAsync(Encoding.Latin1.GetBytes($"a APPEND INBOX ~{{{message.Length + 2}+}}\r\n{message}\0\n\r\n"));
        await server.PlayAsync($$"""
            S: a OK [APPENDUID *
            C: b SELECT INBOX
            S: ...
            S: b OK *
            C: c FETCH 1 (BODY.PEEK[HEADER.FIELDS (CONTENT-TRANSFER-ENCODING)] BODY.PEEK[1.MIME] BODY.PEEK[2] BINARY.SIZE[1])
            S: * 1 FETCH (BODY[HEADER.FIELDS (CONTENT-TRANSFER-ENCODING)] {35}
            S: Content-Transfer-Encoding: 8bit
            S: 
            S:  BODY[1.MIME] {77}
            S: Content-Type: application/octet-stream
            S: Content-Transfer-Encoding: base64
            S: 
            S:  BODY[2] {5}
            S: plain BINARY.SIZE[1] 200)
            S: c OK *
            """);
        Assert.Equal(odd, await FetchBinaryAsync(server));
    }

    [Fact]
    public async Task A_binary_message_without_parts_has_its_octets_again()
    {
        await using var server = await ImapTestServer.StartLoggedInAsync(int.MaxValue);
        string odd = new([.. Enumerable.Range(0, 60_000).Select(static i => (char)(i * 31 % 256))]);
        string message = "Content-Type: application/octet-stream\r\ncontent-transfer-encoding: BINARY\r\n\r\n" + odd;
        await server.Client().SendAsync(Encoding.Latin1.GetBytes($"a APPEND INBOX ~{{{message.Length}+}}\r\n{message}\r\n"));
        await server.PlayAsync("""
            S: a OK [APPENDUID *
            C: b SELECT INBOX
            S: ...
            S: b OK *
            """);

        Assert.Equal(odd, await FetchBinaryAsync(server));
        var row = Assert.Single(await server.Store.Store.Messages.ListAsync(server.Account.Id, (await server.Store.FindMailboxAsync(server.Account.Id, "INBOX")).Id, default));
        string stored = Encoding.Latin1.GetString(await server.Store.ReadAllAsync(server.Account.Id, row.Email));
        Assert.StartsWith("Content-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\n\r\n", stored, StringComparison.Ordinal);
        Assert.DoesNotContain('\0', stored);
        Assert.All(stored.Split("\r\n"), static line => Assert.True(line.Length <= 76));
    }

    private static async Task<string> FetchBinaryAsync(ImapTestServer server)
    {
        await server.Client().SendLineAsync("f FETCH 1 (BINARY.PEEK[1])");
        string head = (await server.Client().ReadLineAsync())!;
        int size = int.Parse(head[(head.IndexOf('{', StringComparison.Ordinal) + 1)..head.IndexOf('}', StringComparison.Ordinal)], System.Globalization.CultureInfo.InvariantCulture);
        string octets = Encoding.Latin1.GetString(await server.Client().ReadBytesAsync(size));
        Assert.Equal(")", await server.Client().ReadLineAsync());
        Assert.StartsWith("f OK", await server.Client().ReadLineAsync(), StringComparison.Ordinal);
        return octets;
    }
}
