using Aether.Queue.Tests.Outbound;
using Aether.Storage.Envelopes;
using static Aether.Queue.Tests.QueueTestBench;

namespace Aether.Queue.Tests.Dsn;

/// <summary>A sender hears once that its message takes long. RFC 5321 §4.5.4.1, RFC 3461 §4.1, RFC 3464 §2.3.</summary>
public sealed class DelayTests
{
    private const string Message = "Subject: hello\r\n\r\ntext\r\n";

    [Fact]
    public async Task A_delay_is_reported_once_and_delivery_goes_on()
    {
        var remote = new ScriptedServer { AnswerData = _ => "451 4.3.0 later\r\n" };
        await using var bench = await StartAsync(remote);
        await bench.EnqueueAsync("ann@our.test", Message, To("dora@remote.test"));
        await bench.RunUntilDeferredAsync();
        Assert.Empty(await bench.InboxAsync("ann"));

        bench.Store.Clock.Advance(TimeSpan.FromHours(5));
        await bench.RunUntilAsync(async () => (await bench.InboxAsync("ann")).Count == 1);
        var report = Assert.Single(await bench.InboxAsync("ann"));
        Assert.Contains("Subject: Your message is delayed\r\n", report, StringComparison.Ordinal);
        Assert.Contains("Action: delayed\r\nStatus: 4.3.0\r\n", report, StringComparison.Ordinal);
        Assert.Contains("Will-Retry-Until: ", report, StringComparison.Ordinal);

        for (int attempts = 3; attempts < 5; attempts++)
        {
            bench.Store.Clock.Advance(TimeSpan.FromHours(5));
            await bench.RunUntilAsync(async () => (await bench.QueueAsync()).Single().Recipients.Single() is var row && row.Attempts == attempts && row.Due > bench.Store.Clock.GetUtcNow() + TimeSpan.FromMinutes(16));
        }

        Assert.Single(await bench.InboxAsync("ann"));
        remote.AnswerData = _ => "250 OK\r\n";
        bench.Store.Clock.Advance(TimeSpan.FromHours(5));
        await bench.RunUntilEmptyAsync();
    }

    [Theory]
    [InlineData("FAILURE"), InlineData("NEVER"), InlineData("SUCCESS,FAILURE")]
    public async Task Who_does_not_want_to_hear_of_delays_does_not(string notify)
    {
        var remote = new ScriptedServer { AnswerData = _ => "451 4.3.0 later\r\n" };
        await using var bench = await StartAsync(remote);
        await bench.EnqueueAsync("ann@our.test", Message, To("dora@remote.test", notify));
        await bench.RunUntilDeferredAsync();
        bench.Store.Clock.Advance(TimeSpan.FromHours(5));
        await bench.RunUntilAsync(async () => (await bench.QueueAsync()).Single().Recipients.Single() is var row && row.Attempts == 2 && row.Due > bench.Store.Clock.GetUtcNow());
        Assert.Empty(await bench.InboxAsync("ann"));
    }

    [Fact] // RFC 2852 §4.1: mode N tells, and goes on
    public async Task The_time_that_a_sender_names_counts()
    {
        var remote = new ScriptedServer { Ehlo = "250-remote.test\r\n250 DELIVERBY\r\n", AnswerData = _ => "451 4.3.0 later\r\n" };
        await using var bench = await StartAsync(remote);
        await bench.EnqueueAsync("ann@our.test", Message, new QueueEnvelope { DeliverBy = bench.Store.Clock.GetUtcNow() + TimeSpan.FromSeconds(60), DeliverByMode = "N" }, To("dora@remote.test"));
        await bench.RunUntilDeferredAsync();
        bench.Store.Clock.Advance(TimeSpan.FromSeconds(60));
        await bench.RunUntilAsync(async () => (await bench.InboxAsync("ann")).Count == 1);
        Assert.Contains("Action: delayed", Assert.Single(await bench.InboxAsync("ann")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_fails_for_good_is_kept_with_the_last_word()
    {
        var remote = new ScriptedServer { Answer = line => line.StartsWith("RCPT", StringComparison.Ordinal) ? "550 5.1.1 unknown\r\n" : "250 OK\r\n" };
        await using var bench = await StartAsync(remote);
        await bench.EnqueueAsync("", Message, To("dora@remote.test"));
        await bench.RunUntilEmptyAsync();
        var letter = Assert.Single(await bench.Store.Store.Queue.ListDeadAsync(null, null, 10, CancellationToken.None));
        Assert.Equal(("dora@remote.test", "mx.remote.test: 550 5.1.1 unknown"), (letter.Recipient.Address, letter.LastReply));

        remote.Answer = _ => "250 OK\r\n";
        await bench.Store.Store.Queue.ReplayAsync(letter.Id, TimeSpan.FromDays(1), CancellationToken.None);
        await bench.RunUntilEmptyAsync();
        Assert.Single(bench.Remote.Messages, message => message.Length > 0);
    }
}
