using Aether.Storage.Envelopes;
using MimeKit;
using static Aether.Queue.Tests.QueueTestBench;

namespace Aether.Queue.Tests.Dsn;

/// <summary>Delivery status notifications as the sender gets them. RFC 3464, RFC 3461; case R03.</summary>
public sealed class ReportTests
{
    private const string Message = "Subject: hello\r\nX: y\r\n\r\nsecret text\r\n";

    [Fact]
    public async Task A_failure_is_reported_in_three_parts()
    {
        await using var bench = await StartAsync();
        await bench.EnqueueAsync("ann@our.test", Message, new QueueEnvelope(EnvId: "q1"), To("x@missing.test") with { Orcpt = "rfc822;list+2Bx@our.test" });
        var report = await ReportAsync(bench);

        Assert.StartsWith("Return-Path: <>\r\n", report, StringComparison.Ordinal);
        var parsed = await MimeMessage.LoadAsync(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(report)), TestContext.Current.CancellationToken);
        var parts = Assert.IsType<MultipartReport>(parsed.Body);
        Assert.Equal("delivery-status", parts.ReportType);
        Assert.Equal("auto-replied", parsed.Headers[HeaderId.AutoSubmitted]);
        Assert.Contains("x@missing.test", Assert.IsType<TextPart>(parts[0]).Text, StringComparison.Ordinal);
        var groups = Assert.IsType<MessageDeliveryStatus>(parts[1]).StatusGroups;
        Assert.Equal("q1", groups[0]["Original-Envelope-Id"]);
        Assert.Equal("dns; mail.our.test", groups[0]["Reporting-MTA"]);
        Assert.Equal("rfc822; list+x@our.test", groups[1]["Original-Recipient"]);
        Assert.Equal("rfc822; x@missing.test", groups[1]["Final-Recipient"]);
        Assert.Equal(("failed", "5.1.2"), (groups[1]["Action"], groups[1]["Status"]));
        Assert.True(parts[2].ContentType.IsMimeType("text", "rfc822-headers"));
        Assert.Contains("Subject: hello\r\nX: y\r\n", report, StringComparison.Ordinal);
        Assert.DoesNotContain("secret text", report, StringComparison.Ordinal);
    }

    [Fact] // RFC 3461 §4.3
    public async Task Ret_full_returns_the_message()
    {
        await using var bench = await StartAsync();
        await bench.EnqueueAsync("ann@our.test", Message, new QueueEnvelope(Ret: "FULL"), To("x@missing.test"));
        var report = await ReportAsync(bench);
        Assert.Contains("Content-Type: message/rfc822\r\n\r\nReceived: by our.test\r\nSubject: hello\r\nX: y\r\n\r\nsecret text\r\n", report, StringComparison.Ordinal);
    }

    [Theory, InlineData("NEVER"), InlineData("SUCCESS"), InlineData("DELAY")] // RFC 3461 §4.1
    public async Task Who_does_not_want_to_know_of_failures_is_not_told(string notify)
    {
        await using var bench = await StartAsync();
        await bench.EnqueueAsync("ann@our.test", Message, To("x@missing.test", notify));
        await bench.RunUntilEmptyAsync();
        Assert.Empty(await bench.InboxAsync("ann"));
    }

    [Fact] // R03, RFC 5321 §4.5.5
    public async Task The_null_sender_gets_no_report()
    {
        await using var bench = await StartAsync();
        await bench.EnqueueAsync("", Message, To("x@missing.test"), To("nobody@our.test"));
        await bench.RunUntilEmptyAsync();
        Assert.Empty(bench.Remote.Lines);
    }

    [Fact]
    public async Task A_report_to_somebody_elsewhere_goes_from_the_null_sender()
    {
        await using var bench = await StartAsync();
        await bench.EnqueueAsync("emil@remote.test", Message, To("nobody@our.test"));
        await bench.RunUntilAsync(() => Task.FromResult(!bench.Remote.Messages.IsEmpty));
        Assert.Contains(bench.Remote.Lines, line => line.StartsWith("MAIL FROM:<>", StringComparison.Ordinal));
        Assert.Contains("RCPT TO:<emil@remote.test>", bench.Remote.Lines);
    }

    [Fact] // RFC 8689 §5: what was to be protected is not given away by the report of it, nor is that lost
    public async Task A_report_about_a_message_with_requiretls_has_its_header_only()
    {
        await using var bench = await StartAsync();
        await bench.EnqueueAsync("emil@remote.test", Message, new QueueEnvelope(Ret: "FULL") { RequireTls = true }, To("nobody@our.test"));
        await bench.RunUntilAsync(() => Task.FromResult(!bench.Remote.Messages.IsEmpty));
        Assert.Contains(bench.Remote.Lines, line => line == "MAIL FROM:<>" || line.StartsWith("MAIL FROM:<> ", StringComparison.Ordinal));
        var report = Assert.Single(bench.Remote.Messages);
        Assert.Contains("Content-Type: text/rfc822-headers", report, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Success_is_reported_where_it_was_asked_for()
    {
        await using var bench = await StartAsync();
        await bench.EnqueueAsync("ann@our.test", Message, To("bob@our.test", "SUCCESS"));
        var report = await ReportAsync(bench);
        Assert.Contains("Final-Recipient: rfc822; bob@our.test\r\nAction: delivered\r\nStatus: 2.1.5\r\n", report, StringComparison.Ordinal);
        Assert.Single(await bench.InboxAsync("bob"));
    }

    [Fact] // RFC 3461 §5.2.4
    public async Task A_server_without_dsn_makes_it_relayed()
    {
        await using var bench = await StartAsync();
        await bench.EnqueueAsync("ann@our.test", Message, To("dora@remote.test", "SUCCESS"));
        Assert.Contains("Action: relayed\r\nStatus: 2.0.0\r\nRemote-MTA: dns; mx.remote.test\r\n", await ReportAsync(bench), StringComparison.Ordinal);
    }

    private static async Task<string> ReportAsync(QueueTestBench bench)
    {
        await bench.RunUntilAsync(async () => (await bench.InboxAsync("ann")).Count == 1);
        return Assert.Single(await bench.InboxAsync("ann"));
    }
}
