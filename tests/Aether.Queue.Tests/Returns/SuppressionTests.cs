using Aether.Queue.Returns;
using Aether.Queue.Tests.Outbound;
using static Aether.Queue.Tests.QueueTestBench;

namespace Aether.Queue.Tests.Returns;

/// <summary>Addresses that do not exist are left alone, and senders that name the recipient go out.</summary>
public sealed class SuppressionTests
{
    private const string Message = "Subject: hello\r\n\r\ntext\r\n";
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task An_address_that_does_not_exist_is_not_tried_again_for_a_while()
    {
        await using var bench = await StartAsync(new ScriptedServer { Answer = line => line.Contains("dora@", StringComparison.Ordinal) ? "550 5.1.1 unknown\r\n" : "250 OK\r\n" });
        bench.Options = options => options with { Returns = new ReturnOptions { SuppressFor = TimeSpan.FromDays(2) } };
        await bench.EnqueueAsync("ann@our.test", Message, To("Dora@remote.test"), To("emil@remote.test"));
        bench.Remote.Answer = line => line.Contains("Dora@", StringComparison.Ordinal) ? "550 5.1.1 unknown\r\n" : "250 OK\r\n";
        await bench.RunUntilEmptyAsync();
        var row = Assert.Single(await bench.Store.Store.Suppressions.ListAsync("", 10, None));
        Assert.Equal(("dora@remote.test", "mx.remote.test: 550 5.1.1 unknown"), (row.Address, row.Reason));

        bench.Remote.Answer = _ => "250 OK\r\n";
        bench.Remote.Lines.Clear();
        await bench.EnqueueAsync("ann@our.test", Message, To("dora@remote.test"), To("emil@remote.test"));
        await bench.RunUntilEmptyAsync();
        Assert.DoesNotContain("RCPT TO:<dora@remote.test>", bench.Remote.Lines);
        Assert.Contains("RCPT TO:<emil@remote.test>", bench.Remote.Lines);
        Assert.Equal(2, (await bench.InboxAsync("ann")).Count(report => report.Contains("dora@remote.test", StringComparison.OrdinalIgnoreCase)));

        bench.Store.Clock.Advance(TimeSpan.FromDays(3));
        await bench.EnqueueAsync("ann@our.test", Message, To("dora@remote.test"));
        await bench.RunUntilEmptyAsync();
        Assert.Contains("RCPT TO:<dora@remote.test>", bench.Remote.Lines);
    }

    [Fact]
    public async Task Without_the_wish_nothing_is_suppressed()
    {
        await using var bench = await StartAsync(new ScriptedServer { Answer = line => line.StartsWith("RCPT", StringComparison.Ordinal) ? "550 5.1.1 unknown\r\n" : "250 OK\r\n" });
        await bench.EnqueueAsync("ann@our.test", Message, To("dora@remote.test"));
        await bench.RunUntilEmptyAsync();
        Assert.Empty(await bench.Store.Store.Suppressions.ListAsync("", 10, None));
    }

    [Fact]
    public async Task Each_recipient_gets_the_message_from_a_sender_that_names_it()
    {
        var verp = new VerpAddress("key"u8.ToArray());
        await using var bench = await StartAsync();
        bench.Options = options => options with { Returns = new ReturnOptions { Verp = verp, VerpSenders = ["ann@*"] } };
        await bench.EnqueueAsync("ann@our.test", Message, To("dora@remote.test"), To("emil@remote.test"));
        await bench.RunUntilEmptyAsync();
        Assert.Equal(2, bench.Remote.Messages.Count);
        foreach (string recipient in new[] { "dora@remote.test", "emil@remote.test" })
            Assert.Contains(bench.Remote.Lines, line => line.StartsWith($"MAIL FROM:<{verp.Write("ann@our.test", recipient)}>", StringComparison.Ordinal));
        await bench.EnqueueAsync("bob@our.test", Message, To("dora@remote.test"));
        await bench.RunUntilEmptyAsync();
        Assert.Contains(bench.Remote.Lines, line => line.StartsWith("MAIL FROM:<bob@our.test>", StringComparison.Ordinal));
    }
}
