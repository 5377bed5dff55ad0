using Aether.Storage.Queue;
using Aether.Testing.Stores;

using static Aether.Queue.Tests.QueueTestBench;

namespace Aether.Queue.Tests.Schedule;

/// <summary>Case R08: a row or a body that can't be read is its own trouble. It stays listed, and all other mail goes on.</summary>
public sealed class DamagedRowTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Theory]
    [InlineData("'{\"Body\":'")]
    [InlineData("'null'")]
    [InlineData("''")]
    [InlineData("'{\"MtPriority\":\"x\"}'")]
    public async Task An_envelope_that_cannot_be_read_is_listed_and_held_until_an_operator_takes_it_out(string envelope)
    {
        await using var bench = await StartTwoAsync();
        await bench.Store.ChangeRowsAsync($"UPDATE queue_msg SET env = {envelope} WHERE sender = 'ann@our.test'");
        var queue = bench.Store.Store.Queue;
        Assert.Equal(2, (await bench.QueueAsync()).Count);

        await bench.RunUntilAsync(async () => await bench.QueueAsync() is [{ Recipients: [{ State: RecipientState.Held, LastReply: not null }] }]);
        Assert.Contains("Subject: sound", Assert.Single(bench.Remote.Messages), StringComparison.Ordinal);
        Assert.Contains("can't be read", (await bench.QueueAsync())[0].Recipients[0].LastReply, StringComparison.Ordinal);

        await queue.ChangeAsync(new QueueChange(QueueFilter.All) { State = RecipientState.Waiting }, None);
        await bench.RunUntilAsync(async () => await bench.QueueAsync() is [{ Recipients: [{ State: RecipientState.Held }] }]);
        Assert.Equal(1, await queue.RemoveAsync(QueueFilter.All, None));
        Assert.Single(bench.Remote.Messages);
    }

    [Fact]
    public async Task A_body_that_is_gone_puts_its_message_off_and_ends_with_a_report()
    {
        await using var bench = await StartTwoAsync();
        await bench.Store.ChangeRowsAsync("UPDATE queue_msg SET blob_id = 987654321 WHERE sender = 'ann@our.test'");

        await bench.RunUntilAsync(async () => await bench.QueueAsync() is [{ Recipients: [{ LastReply: not null }] }]);
        Assert.Contains("Subject: sound", Assert.Single(bench.Remote.Messages), StringComparison.Ordinal);
        Assert.Contains("451 4.3.0", (await bench.QueueAsync())[0].Recipients[0].LastReply, StringComparison.Ordinal);

        bench.Store.Clock.Advance(TimeSpan.FromDays(6));
        await bench.RunUntilEmptyAsync();
        Assert.Contains("Final-Recipient: rfc822; dora@remote.test", Assert.Single(await bench.InboxAsync("ann")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dates_that_no_calendar_has_are_listed()
    {
        await using var bench = await StartTwoAsync();
        await bench.Store.ChangeRowsAsync("UPDATE queue_msg SET created = 9223372036854775807, expires = 9223372036854775807; UPDATE queue_rcpt SET due_at = -9223372036854775807");

        Assert.Equal(2, (await bench.QueueAsync()).Count);
        await bench.RunUntilEmptyAsync();
        Assert.Equal(2, bench.Remote.Messages.Count);
    }

    private static async Task<QueueTestBench> StartTwoAsync()
    {
        var bench = await StartAsync();
        await bench.EnqueueAsync("ann@our.test", "Subject: harmed\r\n\r\ntext\r\n", To("dora@remote.test"));
        await bench.EnqueueAsync("bob@our.test", "Subject: sound\r\n\r\ntext\r\n", To("emil@remote.test"));
        return bench;
    }
}
