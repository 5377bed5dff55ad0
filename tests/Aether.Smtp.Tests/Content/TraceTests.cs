using Aether.Storage.Tracing;

namespace Aether.Smtp.Tests.Content;

/// <summary>What who asks for a message finds: by its subject, and what never came in.</summary>
public sealed class TraceTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task A_message_is_found_by_its_subject_and_a_refused_recipient_by_its_address()
    {
        await using var server = await SmtpTestServer.StartAsync(int.MaxValue);
        await server.PlayAsync("""
            S: 220 *
            C: EHLO client.test
            S: ...
            S: 250 STARTTLS
            C: MAIL FROM:<x@b.test>
            S: 250 *
            C: RCPT TO:<nobody@mx.test>
            S: 550 *
            C: RCPT TO:<ann@mx.test>
            S: 250 *
            C: DATA
            S: 354 *
            C: Subject: Re: =?utf-8?q?Gr=C3=BC=C3=9Fe?= from here
            C: 
            C: hello
            C: .
            S: 250 *
            """);
        var traces = server.Store.Store.Traces;
        var found = await traces.FindAsync(new TraceQuery(null, null, null, null, 10) { Subject = TraceSubject.Hash("GR\u00dc\u00dfE  from here") }, None);
        Assert.Equal([TraceKind.Accepted, TraceKind.Refused], found.Select(step => step.Kind).Order()); // one transaction, one id
        Assert.Empty(await traces.FindAsync(new TraceQuery(null, null, null, null, 10) { Subject = TraceSubject.Hash("from here") }, None));
        var refused = Assert.Single(await traces.FindAsync(new TraceQuery(null, "nobody@mx.test", null, null, 10), None));
        Assert.Equal(TraceKind.Refused, refused.Kind);
        Assert.Contains("550 5.1.1", refused.Detail, StringComparison.Ordinal);
    }
}
