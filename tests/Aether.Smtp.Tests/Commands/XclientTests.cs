using System.Net;
using Aether.Net.Limits;
using Aether.Smtp.Session;

namespace Aether.Smtp.Tests.Commands;

/// <summary>XCLIENT as Postfix has it: from trusted proxies, and nobody else. Case S08.</summary>
public sealed class XclientTests
{
    [Fact]
    public async Task Strangers_are_not_believed()
    {
        await using var server = await SmtpTestServer.StartAsync(int.MaxValue);
        await server.PlayAsync("""
            S: 220 *
            C: EHLO client.test
            S: ...
            S: 250 STARTTLS
            C: XCLIENT ADDR=198.51.100.9
            S: 500 5.5.1 *
            """);
    }

    [Theory, InlineData(int.MaxValue), InlineData(1)]
    public async Task A_trusted_proxy_speaks_for_its_client(int chunkSize)
    {
        await using var server = await StartAsync(SmtpListenerKind.Mx, chunkSize);
        await server.PlayAsync("""
            S: 220 *
            C: EHLO proxy.test
            S: ...
            S: 250 XCLIENT NAME ADDR PORT PROTO HELO LOGIN DESTADDR DESTPORT
            C: XCLIENT ADDR=IPV6:2001:db8::9 PORT=4711 NAME=client.test
            S: 220 mx.test ESMTP Aether
            # the session is a new one
            C: MAIL FROM:<a@b.test>
            S: 503 5.5.1 Say EHLO first
            C: EHLO other.test
            S: ...
            S: 250 XCLIENT *
            C: MAIL FROM:<a@b.test>
            C: RCPT TO:<ann@mx.test>
            C: DATA
            S: 250 *
            S: 250 *
            S: 354 *
            C: .
            S: 250 *
            """);
        Assert.Contains("Received: from other.test (client.test [IPv6:2001:db8::9])", await server.OnlyMessageAsync("ann"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_greeting_and_a_login_may_be_told_as_well()
    {
        await using var server = await StartAsync(SmtpListenerKind.Submission, int.MaxValue);
        await server.PlayAsync("""
            S: 220 *
            C: XCLIENT ADDR=198.51.100.9 HELO=client.test PROTO=ESMTP LOGIN=Ann@mx.test NAME=[UNAVAILABLE]
            S: 220 *
            C: MAIL FROM:<ann@mx.test>
            S: 250 *
            C: RCPT TO:<dora@elsewhere.test>
            S: 250 *
            C: XCLIENT ADDR=198.51.100.10
            S: 503 5.5.1 *
            C: RSET
            S: 250 *
            C: XCLIENT LOGIN=nobody@mx.test
            S: 535 5.7.8 *
            C: EHLO x.test
            S: ...
            S: 250 XCLIENT *
            C: MAIL FROM:<ann@mx.test>
            S: 530 5.7.0 *
            """);
    }

    [Theory]
    [InlineData("")]
    [InlineData("ADDR")]
    [InlineData("ADDR=")]
    [InlineData("ADDR=1.2.3.4.5")]
    [InlineData("PORT=0")]
    [InlineData("PORT=65536")]
    [InlineData("NAME=a+0D+0Ab")]
    [InlineData("PROTO=QMQP")]
    [InlineData("FOO=1")]
    [InlineData("LOGIN=ann")]
    public async Task What_is_not_its_grammar_is_refused(string arguments)
    {
        await using var server = await StartAsync(SmtpListenerKind.Mx, int.MaxValue);
        await server.PlayAsync($"""
            S: 220 *
            C: XCLIENT {arguments}
            S: 501 5.5.4 *
            """);
    }

    private static Task<SmtpTestServer> StartAsync(SmtpListenerKind kind, int chunkSize) =>
        SmtpTestServer.StartAsync(chunkSize, kind, options: options => options with { Xclient = new NetworkSet([IPNetwork.Parse("192.0.2.7/32")]) });
}
