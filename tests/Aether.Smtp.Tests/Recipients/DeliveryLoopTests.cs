using Aether.Queue.Routing;
using Aether.Smtp.Session;

namespace Aether.Smtp.Tests.Recipients;

/// <summary>Case R02: what comes back to an address it was at is not sent round again. RFC 5321 §6.3.</summary>
public sealed class DeliveryLoopTests
{
    [Fact]
    public async Task What_an_alias_sends_on_says_so_and_is_refused_when_it_comes_back()
    {
        await using var server = await SmtpTestServer.StartAsync(int.MaxValue);
        await server.PlayAsync(Send("away@mx.test", "Subject: x", "250 2.0.0 *"));
        var queued = Assert.Single(await server.QueueAsync());
        Assert.Equal("dora@elsewhere.test", Assert.Single(queued.Recipients).Address);
        using var body = await server.Store.Store.Queue.OpenBodyAsync(queued.Message, default);
        byte[] start = new byte[30];
        await body.ReadAsync(0, start, default);
        Assert.StartsWith("Delivered-To: away@mx.test\r\n", System.Text.Encoding.ASCII.GetString(start), StringComparison.Ordinal);

        await server.PlayAsync(Send("AWAY@mx.test", "Delivered-To: away@mx.test", "554 5.4.6 *", greeting: false));
        Assert.Single(await server.QueueAsync());
    }

    [Fact]
    public async Task Others_get_it_and_the_queue_returns_it_for_the_one_that_had_it()
    {
        await using var server = await SmtpTestServer.StartAsync(int.MaxValue);
        await server.PlayAsync("""
            S: 220 *
            C: EHLO client.test
            S: ...
            S: 250 STARTTLS
            C: MAIL FROM:<x@b.test>
            S: 250 *
            C: RCPT TO:<away@mx.test>
            S: 250 *
            C: RCPT TO:<bob@mx.test>
            S: 250 *
            C: DATA
            S: 354 *
            C: Delivered-To: <away@mx.test>
            C: 
            C: hello
            C: .
            S: 250 *
            """);
        Assert.Single(await server.InboxAsync("bob"));
        var row = Assert.Single(Assert.Single(await server.QueueAsync()).Recipients);
        Assert.Equal(("away@mx.test", RouteOverride.Loop), (row.Address, row.Route));
    }

    [Fact]
    public async Task A_mailbox_that_had_it_does_not_get_it_again()
    {
        await using var server = await SmtpTestServer.StartAsync(int.MaxValue);
        await server.PlayAsync(Send("ann@mx.test", "Delivered-To: ann@mx.test", "554 5.4.6 *"));
        await server.PlayAsync(Send("ann@mx.test", "Delivered-To: somebody@mx.test", "250 *", greeting: false));
        Assert.Single(await server.InboxAsync("ann"));
    }

    [Fact] // the server in front writes the field for the delivery that it makes now
    public async Task Lmtp_watches_only_what_goes_on()
    {
        await using var server = await SmtpTestServer.StartAsync(int.MaxValue, SmtpListenerKind.Lmtp, transcript: SmtpTestServer.Exempt);
        await server.PlayAsync(Send("ann@mx.test", "Delivered-To: ann@mx.test", "250 *").Replace("EHLO", "LHLO", StringComparison.Ordinal));
        Assert.Single(await server.InboxAsync("ann"));
    }

    private static string Send(string recipient, string field, string reply, bool greeting = true) => $"""
        {(greeting ? "S: 220 *" : "")}
        C: EHLO client.test
        S: ...
        S: 250 STARTTLS
        C: MAIL FROM:<x@b.test>
        S: 250 *
        C: RCPT TO:<{recipient}>
        S: 250 *
        C: DATA
        S: 354 *
        C: {field}
        C: 
        C: hello
        C: .
        S: {reply}
        """;
}
