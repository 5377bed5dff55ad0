using Aether.Queue.Settings;
using Aether.Queue.Tests.Outbound;
using Aether.Storage.Queue;
using static Aether.Queue.Tests.QueueTestBench;

namespace Aether.Queue.Tests.Schedule;

/// <summary>What operators do with mail on its way, down to the remote server.</summary>
public sealed class OperatorTests
{
    private const string Message = "Subject: hello\r\n\r\ntext\r\n";
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task Rerouted_mail_goes_to_the_host_named_even_if_it_is_ours_by_now()
    {
        await using var other = new ScriptedServer();
        await using var bench = await StartAsync(new ScriptedServer { AnswerData = _ => "451 4.3.0 try again\r\n" });
        await bench.EnqueueAsync("ann@our.test", Message, To("dora@remote.test"));
        await bench.RunUntilDeferredAsync();
        await bench.StopAsync();
        await bench.EnqueueAsync("ann@our.test", Message, To("bob@our.test"));

        var service = new QueueService(bench.Store.Store, bench.Store.Clock);
        Assert.Equal(2, await service.ChangeAsync(new QueueChange(QueueFilter.All) { Route = $"smtp://127.0.0.1:{other.Port}?tls=none" }, None));
        await bench.RunUntilEmptyAsync();
        Assert.Equal(2, other.Messages.Count);
        Assert.Contains("RCPT TO:<bob@our.test>", other.Lines);
        Assert.Empty(await bench.InboxAsync("bob"));
    }

    [Fact]
    public async Task What_is_removed_with_a_bounce_is_reported_and_kept_as_a_dead_letter()
    {
        await using var bench = await StartAsync();
        var service = new QueueService(bench.Store.Store, bench.Store.Clock);
        await service.PauseAsync(PauseKind.All, "", "", None);
        await bench.EnqueueAsync("ann@our.test", Message, To("dora@remote.test"), To("emil@remote.test"));
        Assert.Equal(1, await service.BounceAsync(new QueueFilter { Recipient = "dora@*" }, None));
        await service.ResumeAsync(PauseKind.All, "", None);
        await bench.RunUntilEmptyAsync();

        Assert.DoesNotContain("RCPT TO:<dora@remote.test>", bench.Remote.Lines);
        Assert.Contains("RCPT TO:<emil@remote.test>", bench.Remote.Lines);
        string report = Assert.Single(await bench.InboxAsync("ann"));
        Assert.Contains("Final-Recipient: rfc822; dora@remote.test\r\nAction: failed\r\nStatus: 5.7.1\r\n", report, StringComparison.Ordinal);
        Assert.Equal("dora@remote.test", Assert.Single(await service.ListDeadAsync(null, null, 10, None)).Recipient.Address);
    }

    [Theory]
    [InlineData(PauseKind.All, "")]
    [InlineData(PauseKind.Domain, "remote.test")]
    [InlineData(PauseKind.Node, "node1")]
    public async Task Nothing_goes_out_while_it_stands_still(PauseKind kind, string name)
    {
        await using var bench = await StartAsync();
        bench.Options = options => options with { Node = "Node1" };
        bench.Dns.Mx("free.test", (10, "mx.remote.test"));
        var service = new QueueService(bench.Store.Store, bench.Store.Clock);
        Assert.True(await service.PauseAsync(kind, name, "", None));
        await bench.Store.ReopenAsync();
        service = new QueueService(bench.Store.Store, bench.Store.Clock);
        await bench.EnqueueAsync("ann@our.test", Message, To("dora@remote.test"));
        if (kind is PauseKind.Domain)
        {
            await bench.EnqueueAsync("ann@our.test", Message, To("x@free.test"));
            await bench.RunUntilAsync(() => Task.FromResult(bench.Remote.Messages.Count == 1)); // others go on
        }
        else
        {
            int looks = 0;
            await bench.RunUntilAsync(() => Task.FromResult(++looks > 50));
        }

        Assert.Equal(RecipientStage.New, Assert.Single((await bench.QueueAsync()).SelectMany(listing => listing.Recipients), row => row.Address == "dora@remote.test").Stage);
        Assert.True(await service.ResumeAsync(kind, name, None));
        await bench.RunUntilEmptyAsync();
        Assert.Contains("RCPT TO:<dora@remote.test>", bench.Remote.Lines);
    }

    [Fact]
    public async Task What_a_route_holds_waits_until_it_is_released_and_is_not_held_again()
    {
        await using var bench = await StartAsync();
        bench.Options = options => options with
        {
            Routing = options.Routing with { Rules = [new RouteRule("remote.test", []) { Recipient = "dora@*", Action = RouteAction.Hold }] },
        };
        await bench.EnqueueAsync("ann@our.test", Message, To("dora@remote.test"), To("emil@remote.test"));
        await bench.RunUntilAsync(async () => bench.Remote.Messages.Count == 1 && (await bench.QueueAsync()).SelectMany(listing => listing.Recipients).Any(row => row is { State: RecipientState.Held, LastReply: not null }));
        Assert.Contains("RCPT TO:<emil@remote.test>", bench.Remote.Lines);
        Assert.DoesNotContain("RCPT TO:<dora@remote.test>", bench.Remote.Lines);

        await new QueueService(bench.Store.Store, bench.Store.Clock).ChangeAsync(new QueueChange(QueueFilter.All) { State = RecipientState.Waiting }, None);
        await bench.RunUntilEmptyAsync();
        Assert.Contains("RCPT TO:<dora@remote.test>", bench.Remote.Lines);
    }

    [Fact]
    public async Task A_host_that_stands_still_is_left_out()
    {
        await using var bench = await StartAsync();
        bench.Dns.Mx("remote.test", (5, "still.remote.test"), (10, "mx.remote.test")).Address("still.remote.test", "127.0.0.1");
        var service = new QueueService(bench.Store.Store, bench.Store.Clock);
        await service.PauseAsync(PauseKind.Host, "mx.remote.test", "", None);
        await service.PauseAsync(PauseKind.Host, "still.remote.test", "", None);
        await bench.EnqueueAsync("ann@our.test", Message, To("dora@remote.test"));
        Assert.Equal("451 4.3.2 Deliveries to the host stand still", (await bench.RunUntilDeferredAsync()).LastReply);
        Assert.Equal(0, bench.Remote.Connections);

        await service.ResumeAsync(PauseKind.Host, "mx.remote.test", None);
        await service.RetryAsync(null, None);
        await bench.RunUntilEmptyAsync();
        Assert.Single(bench.Remote.Messages);
    }
}
