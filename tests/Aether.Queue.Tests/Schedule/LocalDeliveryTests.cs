using static Aether.Queue.Tests.QueueTestBench;

namespace Aether.Queue.Tests.Schedule;

/// <summary>Recipients found to be ours at queue time.</summary>
public sealed class LocalDeliveryTests
{
    [Fact]
    public async Task A_local_recipient_is_delivered_through_the_store_with_its_trace()
    {
        await using var bench = await StartAsync();
        await bench.EnqueueAsync("x@remote.test", "Subject: hello\r\n\r\ntext\r\n", To("ann+tag@our.test"));
        await bench.RunUntilEmptyAsync();
        Assert.Equal(
            "Return-Path: <x@remote.test>\r\nDelivered-To: ann+tag@our.test\r\nReceived: by our.test\r\nSubject: hello\r\n\r\ntext\r\n",
            Assert.Single(await bench.InboxAsync("ann")));
    }

    [Fact]
    public async Task A_full_mailbox_waits_and_does_not_hold_up_others()
    {
        await using var bench = await StartAsync();
        await bench.EnqueueAsync("x@remote.test", "Subject: big\r\n\r\n" + new string('x', 2_000) + "\r\n", To("bob@our.test"), To("ann@our.test"));
        await bench.RunUntilAsync(async () => (await bench.InboxAsync("ann")).Count == 1);
        var row = await bench.RunUntilDeferredAsync();
        Assert.Equal("bob@our.test", row.Address);
        Assert.StartsWith("452 4.2.2", row.LastReply, StringComparison.Ordinal);
        Assert.Empty(await bench.InboxAsync("bob"));
    }

    [Fact]
    public async Task An_unknown_local_recipient_is_reported()
    {
        await using var bench = await StartAsync();
        await bench.EnqueueAsync("ann@our.test", "Subject: x\r\n\r\n", To("nobody@our.test"));
        await bench.RunUntilAsync(async () => (await bench.InboxAsync("ann")).Count == 1);
        Assert.Contains("Status: 5.1.1\r\n", Assert.Single(await bench.InboxAsync("ann")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_alias_that_leads_elsewhere_goes_there()
    {
        await using var bench = await StartAsync();
        await bench.EnqueueAsync("x@remote.test", "Subject: x\r\n\r\n", To("away@our.test"));
        await bench.RunUntilEmptyAsync();
        Assert.Contains("RCPT TO:<dora@remote.test>", bench.Remote.Lines);
    }

    [Fact]
    public async Task A_removed_message_is_forgotten()
    {
        await using var bench = await StartAsync();
        await bench.EnqueueAsync("ann@our.test", "Subject: x\r\n\r\n", To("x@missing.test"));
        var service = new QueueService(bench.Store.Store, bench.Store.Clock);
        var listed = Assert.Single(await service.ListAsync(null, 10, CancellationToken.None));
        Assert.NotNull(await service.ShowAsync(listed.Message.Id, CancellationToken.None));
        Assert.True(await service.RemoveAsync(listed.Message.Id, CancellationToken.None));
        Assert.False(await service.RemoveAsync(listed.Message.Id, CancellationToken.None));
        await bench.RunUntilEmptyAsync();
        Assert.Empty(await bench.InboxAsync("ann"));
    }
}
