using Aether.Storage.Envelopes;
using static Aether.Queue.Tests.QueueTestBench;

namespace Aether.Queue.Tests.Outbound;

/// <summary>International mail to a server that knows none: sent where it can be written otherwise, returned where it can't. RFC 6531 §3.6.</summary>
public sealed class DowngradeTests
{
    private static readonly QueueEnvelope International = new("8BITMIME", SmtpUtf8: true);

    [Fact]
    public async Task What_only_says_that_it_is_international_goes_as_any_other()
    {
        await using var bench = await StartAsync();
        await bench.EnqueueAsync("ann@our.test", "Subject: hello\r\n\r\ngr\u00fc\u00dfe\r\n", International, To("dora@remote.test"));
        await bench.RunUntilEmptyAsync();
        Assert.Contains(bench.Remote.Lines, line => line.StartsWith("MAIL FROM:<ann@our.test>", StringComparison.Ordinal) && !line.Contains("SMTPUTF8", StringComparison.Ordinal));
        Assert.Single(bench.Remote.Messages);
    }

    [Fact]
    public async Task A_domain_is_written_as_a_labels()
    {
        await using var bench = await StartAsync();
        bench.Dns.Mx("xn--bcher-kva.test", (10, "mx.remote.test"));
        await bench.EnqueueAsync("ann@b\u00fccher.test", "Subject: hello\r\n\r\ntext\r\n", International, To("dora@b\u00fccher.test"));
        await bench.RunUntilEmptyAsync();
        Assert.Contains(bench.Remote.Lines, line => line.StartsWith("MAIL FROM:<ann@xn--bcher-kva.test>", StringComparison.Ordinal));
        Assert.Contains("RCPT TO:<dora@xn--bcher-kva.test>", bench.Remote.Lines);
    }

    [Theory]
    [InlineData("Subject: gr\u00fc\u00dfe\r\n\r\ntext\r\n")]
    [InlineData("Subject: x\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: message/global\r\n\r\nSubject: gr\u00fc\u00dfe\r\n\r\n--b--\r\n")]
    public async Task A_header_that_is_international_is_returned(string content)
    {
        await using var bench = await StartAsync();
        await bench.EnqueueAsync("ann@our.test", content, International, To("dora@remote.test"));
        await bench.RunUntilAsync(async () => (await bench.InboxAsync("ann")).Count == 1);
        Assert.Contains("Status: 5.6.7\r\n", Assert.Single(await bench.InboxAsync("ann")), StringComparison.Ordinal);
        Assert.Empty(bench.Remote.Messages);
    }

    [Fact]
    public async Task Only_the_recipient_that_can_not_be_written_is_returned()
    {
        await using var bench = await StartAsync();
        await bench.EnqueueAsync("ann@our.test", "Subject: hello\r\n\r\ntext\r\n", International, To("dora@remote.test"), To("j\u00f6rg@remote.test"), To("emil@remote.test"));
        await bench.RunUntilEmptyAsync();
        Assert.Single(bench.Remote.Messages);
        Assert.Contains("RCPT TO:<emil@remote.test>", bench.Remote.Lines);
        string report = Assert.Single(await bench.InboxAsync("ann"));
        Assert.Contains("utf-8; j\u00f6rg@remote.test\r\nAction: failed\r\nStatus: 5.6.7\r\n", report, StringComparison.Ordinal);
        Assert.DoesNotContain("dora@", report, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_knows_it_gets_it_as_it_is()
    {
        await using var bench = await StartAsync(new ScriptedServer { Ehlo = "250-remote.test\r\n250-8BITMIME\r\n250 SMTPUTF8\r\n" });
        await bench.EnqueueAsync("ann@our.test", "Subject: x\r\n\r\ntext\r\n", International, To("dora@remote.test"));
        await bench.RunUntilEmptyAsync();
        Assert.Contains(bench.Remote.Lines, line => line.Contains(" SMTPUTF8", StringComparison.Ordinal));
    }
}
