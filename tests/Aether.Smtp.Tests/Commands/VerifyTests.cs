using Aether.Smtp.Session;

namespace Aether.Smtp.Tests.Commands;

/// <summary>VRFY and EXPN by policy. RFC 5321 §3.5, §7.3; case S10.</summary>
public sealed class VerifyTests
{
    [Fact]
    public async Task Strangers_learn_nothing()
    {
        await using var server = await SmtpTestServer.StartAsync(int.MaxValue, options: options => options with { Verify = VerifyPolicy.Logins });
        await server.PlayAsync("""
            S: 220 *
            C: EHLO client.test
            S: ...
            S: 250 STARTTLS
            C: VRFY ann@mx.test
            S: 252 2.5.0 *
            C: VRFY nobody@mx.test
            S: 252 2.5.0 *
            C: EXPN list@mx.test
            S: 502 5.5.1 *
            """);
    }

    [Theory, InlineData(int.MaxValue), InlineData(1)]
    public async Task Who_may_know_is_told(int chunkSize)
    {
        await using var server = await SmtpTestServer.StartAsync(chunkSize, options: options => options with { Verify = VerifyPolicy.Always });
        await server.PlayAsync("""
            S: 220 *
            C: EHLO client.test
            S: ...
            S: 250 STARTTLS
            C: VRFY <Ann+x@mx.test>
            S: 250 2.1.5 <Ann+x@mx.test>
            C: VRFY a@elsewhere.test
            S: 252 2.5.2 *
            C: VRFY jörg@mx.test
            S: 501 5.1.3 *
            C: VRFY nobody@mx.test
            S: 550 5.1.1 *
            C: EXPN list@mx.test
            S: 250-2.1.5 <ann@mx.test>
            S: 250 2.1.5 <bob@mx.test>
            C: EXPN away@mx.test
            S: 250 2.1.5 <dora@elsewhere.test>
            C: EXPN none@mx.test
            S: 550 5.1.1 *
            """);
    }

    [Fact] // S10: guessing is cut off, whichever command it uses
    public async Task Guessing_by_vrfy_ends_the_session()
    {
        await using var server = await SmtpTestServer.StartAsync(int.MaxValue, limits: limits => limits with { MaxBadRecipients = 3 }, options: options => options with { Verify = VerifyPolicy.Always });
        await server.PlayAsync("""
            S: 220 *
            C: EHLO client.test
            S: ...
            S: 250 STARTTLS
            C: VRFY a@mx.test
            S: 550 *
            C: EXPN b@mx.test
            S: 550 *
            C: VRFY c@mx.test
            S: 421 4.7.0 *
            S-close:
            """);
    }
}
