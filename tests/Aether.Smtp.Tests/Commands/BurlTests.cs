using System.Text;
using Aether.Smtp.Session;
using Aether.Smtp.Urls;

namespace Aether.Smtp.Tests.Commands;

/// <summary>BURL, with URLs that lead where the test says. RFC 4468.</summary>
public sealed class BurlTests
{
    private const string Message = "Subject: kept\r\n\r\nhello\r\n";

    private const string Envelope = """
        C: MAIL FROM:<ann@mx.test>
        S: 250 *
        C: RCPT TO:<bob@mx.test>
        S: 250 *

        """;

    private const string Login = """
        S: 220 *
        C: EHLO client.test
        S: ...
        S: 250 AUTH *
        C: AUTH PLAIN AGFubkBteC50ZXN0AHNlY3JldA==
        S: 235 *

        """;

    [Theory, InlineData(int.MaxValue), InlineData(1)]
    public async Task A_kept_message_is_sent_without_being_uploaded(int chunkSize)
    {
        await using var server = await StartAsync(chunkSize);
        await server.PlayAsync(Login + Envelope + $"""
            C: BURL imap://ann@mx.test/Drafts/;uid=1;urlauth=submit+ann@mx.test:internal:good LAST
            S: 250 2.0.0 Accepted as *
            """);
        Assert.EndsWith(Message, await server.OnlyMessageAsync("bob"), StringComparison.Ordinal);
    }

    [Theory, InlineData(int.MaxValue), InlineData(1)]
    public async Task Urls_and_chunks_make_one_message(int chunkSize)
    {
        await using var server = await StartAsync(chunkSize);
        await server.PlayAsync(Login + Envelope + """
            C-raw: BDAT 10\r\nX-New: 1\r\nBURL imap://good\r\n
            S: 250 2.0.0 10 octets received
            S: 250 2.0.0 24 octets received
            C-raw: BDAT 5 LAST\r\nend\r\n
            S: 250 2.0.0 Accepted as *
            """);
        Assert.EndsWith("X-New: 1\r\n" + Message + "end\r\n", await server.OnlyMessageAsync("bob"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_is_offered_to_those_who_submit_and_to_them_alone()
    {
        await using var submission = await StartAsync(int.MaxValue);
        await submission.PlayAsync("""
            S: 220 *
            C: EHLO client.test
            S: ...
            S: 250-BURL
            S: ...
            S: 250 AUTH *
            C: BURL imap://good LAST
            S: 530 5.7.0 *
            C: AUTH PLAIN AGFubkBteC50ZXN0AHNlY3JldA==
            S: 235 *
            C: EHLO client.test
            S: ...
            S: 250-BURL imap
            S: ...
            S: 250 *
            C: BURL imap://good LAST
            S: 503 5.5.0 *
            """);
        await using var mx = await StartAsync(int.MaxValue, SmtpListenerKind.Mx);
        await mx.PlayAsync("""
            S: 220 *
            C: EHLO client.test
            S: ...
            S: 250 STARTTLS
            C: BURL imap://good LAST
            S: 500 *
            """);
    }

    [Theory]
    [InlineData("BURL", "501 *")]
    [InlineData("BURL good LAST", "501 *")]
    [InlineData("BURL imap://good FIRST", "501 *")]
    [InlineData("BURL imap://strange LAST", "554 5.7.14 *")]
    [InlineData("BURL imap://gone LAST", "554 5.6.6 *")]
    [InlineData("BURL imap://lone-lf LAST", "550 5.6.0 *")]
    [InlineData("BURL imap://large LAST", "552 5.3.4 *")]
    [InlineData("BURL imap://large", "552 5.3.4 *")]
    public async Task What_cannot_be_sent_is_refused_and_nothing_goes_out(string command, string reply)
    {
        await using var server = await StartAsync(int.MaxValue);
        await server.PlayAsync(Login + Envelope + $"""
            C: {command}
            S: {reply}
            C: RSET
            S: 250 *
            """);
        await server.AssertNothingTakenAsync();
    }

    [Fact]
    public async Task After_a_url_that_failed_the_transaction_is_over()
    {
        await using var server = await StartAsync(int.MaxValue);
        await server.PlayAsync(Login + Envelope + """
            C: BURL imap://good
            S: 250 *
            C: BURL imap://gone
            S: 554 5.6.6 *
            C: BURL imap://good LAST
            S: 503 5.5.0 *
            """);
        await server.AssertNothingTakenAsync();
    }

    [Fact]
    public async Task Octets_of_any_kind_need_BINARYMIME()
    {
        await using var server = await StartAsync(int.MaxValue);
        await server.PlayAsync(Login + """
            C: MAIL FROM:<ann@mx.test> BODY=BINARYMIME
            S: 250 *
            C: RCPT TO:<bob@mx.test>
            S: 250 *
            C: BURL imap://lone-lf LAST
            S: 250 2.0.0 Accepted as *
            """);
        Assert.EndsWith("a\nb\r\n", await server.OnlyMessageAsync("bob"), StringComparison.Ordinal);
    }

    private static Task<SmtpTestServer> StartAsync(int chunkSize, SmtpListenerKind kind = SmtpListenerKind.Submission) =>
        SmtpTestServer.StartAsync(chunkSize, kind, limits => limits with { MaxMessageSize = 1000 }, SmtpTestServer.Loopback, urls: new Urls());

    /// <summary>What is beyond the seam: a mail store that knows a few URLs.</summary>
    private sealed class Urls : IUrlSource
    {
        public async ValueTask<UrlOutcome> CopyAsync(string url, string submitter, Func<ReadOnlyMemory<byte>, CancellationToken, ValueTask<bool>> take, CancellationToken ct)
        {
            Assert.Equal("ann@mx.test", submitter);
            if (url.EndsWith("strange", StringComparison.Ordinal))
                return UrlOutcome.NotTrusted;
            if (url.EndsWith("gone", StringComparison.Ordinal))
                return UrlOutcome.NotFound;
            string octets = url.EndsWith("good", StringComparison.Ordinal) ? Message : url.EndsWith("lone-lf", StringComparison.Ordinal) ? "Subject: x\r\n\r\na\nb\r\n" : "Subject: x\r\n\r\n" + new string('x', 900) + "\r\n" + new string('x', 900);
            foreach (byte[] piece in Encoding.ASCII.GetBytes(octets).Chunk(100))
            {
                if (!await take(piece, ct))
                    break;
            }

            return UrlOutcome.Copied;
        }
    }
}
