using Aether.Smtp.Session;

namespace Aether.Smtp.Tests.Session;

public sealed class GreetingTests
{
    [Theory, InlineData(int.MaxValue), InlineData(1)]
    public async Task A_session_greets_offers_its_extensions_and_ends(int chunkSize)
    {
        await using var server = await SmtpTestServer.StartAsync(chunkSize);
        await server.PlayAsync("""
            S: 220 mx.test ESMTP Aether
            C: EHLO client.test
            # RFC 5321 §4.1.1.1: the domain comes first, then one extension a line
            S: 250-mx.test
            S: 250-PIPELINING
            S: 250-SIZE 52428800
            S: 250-8BITMIME
            S: 250-BINARYMIME
            S: 250-CHUNKING
            S: 250-SMTPUTF8
            S: 250-DSN
            S: 250-ENHANCEDSTATUSCODES
            S: 250-LIMITS RCPTMAX=100
            S: 250-DELIVERBY
            S: 250-MT-PRIORITY
            S: 250-NO-SOLICITING
            S: 250 STARTTLS
            C: NOOP with a word
            S: 250 2.0.0 OK
            C: HELP
            S: 214-2.0.0 EHLO *
            S: 214 2.0.0 See RFC 5321
            C: QUIT
            S: 221 2.0.0 Bye
            S-close:
            """);
    }

    [Theory, InlineData(int.MaxValue), InlineData(1)]
    public async Task Helo_offers_nothing(int chunkSize)
    {
        await using var server = await SmtpTestServer.StartAsync(chunkSize);
        await server.PlayAsync("""
            S: 220 *
            C: helo client.test
            S: 250 mx.test
            C: QUIT
            S: 221 *
            S-close:
            """);
    }

    [Fact] // A07: AUTH is offered where a password may travel
    public async Task Auth_is_offered_by_submission_alone_and_only_where_passwords_are_safe()
    {
        await using var remote = await SmtpTestServer.StartAsync(int.MaxValue, SmtpListenerKind.Submission);
        await remote.PlayAsync("""
            S: 220 *
            C: EHLO client.test
            S: ...
            S: 250 STARTTLS
            C: STARTTLS
            S: 220 2.0.0 *
            C: EHLO client.test
            S: ...
            S: 250 AUTH SCRAM-SHA-256 SCRAM-SHA-1 PLAIN LOGIN
            """);
        await using var local = await SmtpTestServer.StartAsync(int.MaxValue, SmtpListenerKind.Submission, transcript: SmtpTestServer.Loopback);
        await local.PlayAsync("""
            S: 220 *
            C: EHLO client.test
            S: ...
            S: 250-STARTTLS
            S: 250 AUTH SCRAM-SHA-256 SCRAM-SHA-1 PLAIN LOGIN
            """);
    }

    [Theory, InlineData("EHLO"), InlineData("EHLO a b"), InlineData("EHLO $(id)"), InlineData("HELO %s%n"), InlineData("EHLO h\u00f6st")] // S09
    public async Task An_odd_name_is_refused(string line)
    {
        await using var server = await SmtpTestServer.StartAsync(1);
        await server.PlayAsync($"""
            S: 220 *
            C: {line}
            S: 501 5.5.4 *
            C: MAIL FROM:<a@b.test>
            S: 503 5.5.1 Say EHLO first
            """);
    }

    [Fact] // S09
    public async Task A_name_of_64_kib_ends_the_session()
    {
        await using var server = await SmtpTestServer.StartAsync(int.MaxValue);
        await server.PlayAsync($"""
            S: 220 *
            C: EHLO {new string('a', 65_536)}
            S: 500 5.5.6 Line too long
            S-close:
            """);
    }
}
