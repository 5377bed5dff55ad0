namespace Aether.Smtp.Tests.Commands;

/// <summary>Case S03. RFC 3207.</summary>
public sealed class StartTlsTests
{
    [Theory, InlineData(int.MaxValue), InlineData(1)]
    public async Task Tls_begins_with_nothing_remembered(int chunkSize)
    {
        await using var server = await SmtpTestServer.StartAsync(chunkSize);
        await server.PlayAsync("""
            S: 220 *
            C: EHLO client.test
            S: ...
            S: 250 STARTTLS
            C: MAIL FROM:<a@b.test>
            S: 250 *
            C: STARTTLS
            S: 220 2.0.0 Ready to start TLS
            # §4.2: the client must greet again, and STARTTLS is not offered inside TLS
            C: RCPT TO:<ann@mx.test>
            S: 503 5.5.1 Say EHLO first
            C: EHLO client.test
            S: ...
            S: 250 REQUIRETLS
            C: STARTTLS
            S: 503 5.5.1 *
            C: MAIL FROM:<a@b.test>
            S: 250 *
            C: RCPT TO:<ann@mx.test>
            S: 250 *
            C: DATA
            S: 354 *
            C: .
            S: 250 *
            """);
        Assert.Contains("with ESMTPS id ", await server.OnlyMessageAsync("ann"), StringComparison.Ordinal);
        Assert.Contains("(version=Tls13 cipher=TLS_AES_256_GCM_SHA384)", await server.OnlyMessageAsync("ann"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bytes_pipelined_behind_starttls_end_the_session()
    {
        await using var server = await SmtpTestServer.StartAsync(int.MaxValue);
        await server.PlayAsync("""
            S: 220 *
            C: EHLO client.test
            S: ...
            S: 250 STARTTLS
            C: STARTTLS
            C: MAIL FROM:<injected@b.test>
            S: 503 5.5.1 Data behind STARTTLS
            S-close:
            """);
    }

    [Fact]
    public async Task Starttls_takes_no_arguments_and_needs_a_greeting()
    {
        await using var server = await SmtpTestServer.StartAsync(int.MaxValue);
        await server.PlayAsync("""
            S: 220 *
            C: STARTTLS
            S: 503 5.5.1 Say EHLO first
            C: EHLO client.test
            S: ...
            S: 250 STARTTLS
            C: STARTTLS now
            S: 501 5.5.4 *
            """);
    }

    [Theory, InlineData(int.MaxValue), InlineData(1)] // RFC 3207 §4
    public async Task Where_tls_is_required_nothing_is_done_before(int chunkSize)
    {
        await using var server = await SmtpTestServer.StartAsync(chunkSize, transcript: options => options with { RequiresTls = true });
        await server.PlayAsync("""
            S: 220 *
            C: EHLO client.test
            S: ...
            S: 250 STARTTLS
            C: MAIL FROM:<a@b.test>
            S: 530 5.7.0 Must issue a STARTTLS command first
            C: VRFY ann
            S: 530 5.7.0 *
            C: BDAT 6 LAST
            C: RSET
            S: 503 5.5.1 *
            C: NOOP
            S: 250 *
            C: STARTTLS
            S: 220 *
            C: EHLO client.test
            S: ...
            S: 250 REQUIRETLS
            C: MAIL FROM:<a@b.test>
            S: 250 *
            """);
    }

    [Fact]
    public async Task Without_a_certificate_starttls_is_neither_offered_nor_taken()
    {
        await using var server = await SmtpTestServer.StartAsync(int.MaxValue, transcript: options => options with { Upgrade = null });
        await server.PlayAsync("""
            S: 220 *
            C: EHLO client.test
            S: ...
            S: 250 NO-SOLICITING
            C: STARTTLS
            S: 502 5.5.1 *
            """);
    }
}
