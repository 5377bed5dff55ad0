using Aether.Smtp.Session;

namespace Aether.Smtp.Tests.Commands;

/// <summary>AUTH. RFC 4954; cases S09 and A07.</summary>
public sealed class AuthTests
{
    private const string Hello = """
        S: 220 *
        C: EHLO client.test
        S: ...
        S: 250 AUTH SCRAM-SHA-256 SCRAM-SHA-1 PLAIN LOGIN

        """;

    [Theory, InlineData(int.MaxValue), InlineData(1)]
    public async Task Plain_with_an_initial_response_logs_in(int chunkSize)
    {
        await using var server = await StartAsync(chunkSize);
        await server.PlayAsync(Hello + """
            C: MAIL FROM:<ann@mx.test>
            S: 530 5.7.0 Authentication required
            C: AUTH plain AGFubkBteC50ZXN0AHNlY3JldA==
            S: 235 2.7.0 *
            C: AUTH PLAIN AGFubkBteC50ZXN0AHNlY3JldA==
            S: 503 5.5.1 Already authenticated
            C: EHLO client.test
            S: ...
            S: 250 STARTTLS
            """);
    }

    [Theory, InlineData(int.MaxValue), InlineData(1)]
    public async Task Plain_and_login_ask_for_what_is_missing(int chunkSize)
    {
        await using var server = await StartAsync(chunkSize);
        await server.PlayAsync(Hello + """
            C: AUTH PLAIN
            S: 334 
            C: *
            S: 501 5.7.0 Authentication cancelled
            C: AUTH LOGIN
            S: 334 VXNlcm5hbWU6
            C: YW5uQG14LnRlc3Q=
            S: 334 UGFzc3dvcmQ6
            C: c2VjcmV0
            S: 235 2.7.0 *
            """);
    }

    [Theory, InlineData(int.MaxValue), InlineData(1)] // RFC 4954 §4: one login a session, though the second comes while the first is looked at
    public async Task Logins_sent_at_once_are_taken_one_after_the_other(int chunkSize)
    {
        await using var server = await StartAsync(chunkSize);
        await server.PlayAsync(Hello + """
            C: AUTH PLAIN AGFubkBteC50ZXN0AHdyb25n
            C: AUTH PLAIN AGFubkBteC50ZXN0AHNlY3JldA==
            C: AUTH PLAIN AGFubkBteC50ZXN0AHNlY3JldA==
            C: AUTH LOGIN
            S: 535 5.7.8 Authentication failed
            S: 235 2.7.0 *
            S: 503 5.5.1 Already authenticated
            S: 503 5.5.1 Already authenticated
            """);
    }

    [Fact]
    public async Task Three_failures_end_the_session()
    {
        await using var server = await StartAsync(int.MaxValue);
        await server.PlayAsync(Hello + """
            C: AUTH PLAIN AGFubkBteC50ZXN0AHdyb25n
            S: 535 5.7.8 Authentication failed
            # unknown users look like wrong passwords (A01)
            C: AUTH PLAIN AG5vYm9keUBteC50ZXN0AHdyb25n
            S: 535 5.7.8 Authentication failed
            C: AUTH PLAIN AGFubkBteC50ZXN0AHdyb25n
            S: 421 4.7.0 Too many failed logins
            S-close:
            """);
    }

    [Fact]
    public async Task What_is_no_base64_or_no_mechanism_is_refused()
    {
        await using var server = await StartAsync(int.MaxValue);
        await server.PlayAsync(Hello + """
            C: AUTH CRAM-MD5
            S: 504 5.5.4 *
            C: AUTH
            S: 501 5.5.4 *
            C: AUTH PLAIN !!!!
            S: 501 5.5.2 *
            C: AUTH PLAIN /////w==
            S: 501 5.5.2 *
            """);
    }

    [Fact]
    public async Task Passwords_are_not_taken_in_plaintext_from_afar()
    {
        await using var server = await SmtpTestServer.StartAsync(int.MaxValue, SmtpListenerKind.Submission);
        await server.PlayAsync("""
            S: 220 *
            C: EHLO client.test
            S: ...
            S: 250 STARTTLS
            C: AUTH PLAIN AGFubkBteC50ZXN0AHNlY3JldA==
            S: 538 5.7.11 *
            """);
    }

    [Fact]
    public async Task An_mx_knows_no_auth()
    {
        await using var server = await SmtpTestServer.StartAsync(int.MaxValue, transcript: SmtpTestServer.Loopback);
        await server.PlayAsync("""
            S: 220 *
            C: EHLO client.test
            S: ...
            S: 250 STARTTLS
            C: AUTH PLAIN AGFubkBteC50ZXN0AHNlY3JldA==
            S: 502 5.5.1 *
            """);
    }

    private static Task<SmtpTestServer> StartAsync(int chunkSize) =>
        SmtpTestServer.StartAsync(chunkSize, SmtpListenerKind.Submission, transcript: SmtpTestServer.Loopback);
}
