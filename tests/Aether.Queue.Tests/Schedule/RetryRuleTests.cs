using Aether.Queue.Replies;
using Aether.Queue.Settings;
using Aether.Queue.Tests.Outbound;
using static Aether.Queue.Tests.QueueTestBench;

namespace Aether.Queue.Tests.Schedule;

/// <summary>Rules of when to try again, seen by what a remote server gets and when.</summary>
public sealed class RetryRuleTests
{
    private const string Message = "Subject: hello\r\n\r\ntext\r\n";

    [Fact]
    public async Task A_list_of_waits_is_kept_and_its_last_one_goes_on()
    {
        await using var bench = await StartAsync("451 4.3.0 no", new RetryRule("remote.test") { Schedule = [TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(30)] });
        var waits = new List<double>();
        for (int attempt = 1; attempt <= 3; attempt++)
        {
            await bench.RunUntilAsync(async () => (await bench.QueueAsync()).Single().Recipients.Single() is { LastReply: not null } row && row.Attempts == attempt && row.Due > bench.Store.Clock.GetUtcNow() && row.Stage is Storage.Queue.RecipientStage.Deferred);
            var wait = (await bench.QueueAsync()).Single().Recipients.Single().Due - bench.Store.Clock.GetUtcNow();
            waits.Add(Math.Round(wait.TotalMinutes));
            bench.Store.Clock.Advance(wait);
        }

        Assert.Equal(1, waits[0]);
        Assert.All(waits[1..], minutes => Assert.InRange(minutes, 28, 32));
    }

    [Fact]
    public async Task A_rule_for_a_reply_holds_only_for_it()
    {
        await using var bench = await StartAsync("452 4.2.2 mailbox full", new RetryRule("*") { Replies = [Pattern("rate")], First = TimeSpan.FromSeconds(1) }, new RetryRule("*") { Replies = [Pattern("mailboxFull")], First = TimeSpan.FromHours(1) });
        Assert.InRange((await bench.RunUntilDeferredAsync()).Due - bench.Store.Clock.GetUtcNow(), TimeSpan.FromMinutes(45), TimeSpan.FromMinutes(75));
    }

    [Fact]
    public async Task A_refusal_for_good_is_tried_again_where_a_rule_says_so()
    {
        await using var bench = await StartAsync("550 5.7.1 looks like spam", new RetryRule("*") { Replies = [Pattern("spam")], Action = RetryAction.Retry });
        Assert.Contains("the answer was: 550 5.7.1 looks like spam", (await bench.RunUntilDeferredAsync()).LastReply, StringComparison.Ordinal);
        bench.Remote.AnswerData = _ => "250 OK\r\n";
        bench.Store.Clock.Advance(TimeSpan.FromMinutes(7));
        await bench.RunUntilEmptyAsync();
        Assert.Empty(await bench.InboxAsync("ann"));
    }

    [Fact]
    public async Task A_refusal_for_now_is_reported_where_a_rule_gives_up()
    {
        await using var bench = await StartAsync("452 4.2.2 mailbox full", new RetryRule("*") { Replies = [Pattern("4.2.2")], Action = RetryAction.GiveUp });
        await bench.RunUntilAsync(async () => (await bench.InboxAsync("ann")).Count == 1);
        Assert.Contains("Status: 5.2.2\r\n", Assert.Single(await bench.InboxAsync("ann")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rule_may_end_the_life_of_a_message_sooner()
    {
        await using var bench = await StartAsync("451 4.3.0 no", new RetryRule("remote.test") { Lifetime = TimeSpan.FromHours(2), Schedule = [TimeSpan.FromHours(1)] });
        await bench.RunUntilDeferredAsync();
        bench.Store.Clock.Advance(TimeSpan.FromHours(3));
        await bench.RunUntilAsync(async () => (await bench.InboxAsync("ann")).Count == 1);
        Assert.Contains("Status: 5.4.7\r\n", Assert.Single(await bench.InboxAsync("ann")), StringComparison.Ordinal);
    }

    private static async Task<QueueTestBench> StartAsync(string answer, params RetryRule[] rules)
    {
        var bench = await QueueTestBench.StartAsync(new ScriptedServer { AnswerData = _ => answer + "\r\n" });
        bench.Options = options => options with { Retries = rules };
        await bench.EnqueueAsync("ann@our.test", Message, To("dora@remote.test"));
        return bench;
    }

    private static ReplyPattern Pattern(string text) => ReplyPattern.TryParse(text, out var pattern) ? pattern! : throw new ArgumentException(text);
}
