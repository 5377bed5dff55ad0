using Aether.Queue.Settings;
using static Aether.Queue.Tests.QueueTestBench;

namespace Aether.Queue.Tests.Outbound;

/// <summary>Case R05: whatever a remote server says, we keep our memory, our time and our message.</summary>
public sealed class HostileServerTests
{
    private static readonly OutboundOptions Impatient = new()
    {
        GreetingTimeout = TimeSpan.FromMilliseconds(300),
        CommandTimeout = TimeSpan.FromMilliseconds(300),
        EndOfDataTimeout = TimeSpan.FromMilliseconds(300),
        QuitTimeout = TimeSpan.FromMilliseconds(50),
    };

    [Fact]
    public Task An_endless_greeting_is_cut_off() => AssertDeferredAsync(new ScriptedServer { Greeting = string.Concat(Enumerable.Repeat("220-more\r\n", 10_000)) });

    [Fact]
    public Task A_reply_of_a_megabyte_is_cut_off() => AssertDeferredAsync(new ScriptedServer { Answer = _ => "250 " + new string('x', 1 << 20) + "\r\n" });

    [Fact]
    public Task A_reply_without_an_end_is_not_waited_for() => AssertDeferredAsync(new ScriptedServer { Greeting = "220 slow" });

    [Fact]
    public Task A_silent_server_is_not_waited_for() => AssertDeferredAsync(new ScriptedServer { Answer = _ => "" });

    [Fact]
    public Task Mixed_codes_in_one_reply_are_no_reply() => AssertDeferredAsync(new ScriptedServer { Answer = _ => "250-yes\r\n550 no\r\n" });

    [Fact]
    public Task A_greeting_that_refuses_is_a_reason_to_wait() => AssertDeferredAsync(new ScriptedServer { Greeting = "554 5.7.1 go away\r\n" });

    [Fact]
    public Task A_server_that_leaves_after_the_content_has_not_taken_it() => AssertDeferredAsync(new ScriptedServer { AnswerData = _ => null });

    [Fact]
    public Task A_server_out_of_step_has_not_taken_it() => AssertDeferredAsync(new ScriptedServer { AnswerData = _ => "354 again\r\n" });

    [Fact]
    public async Task Injected_lines_do_not_reach_the_report()
    {
        var remote = new ScriptedServer { Answer = line => line.StartsWith("RCPT", StringComparison.Ordinal) ? "550-5.1.1 no\rAction: delivered\r\n550 5.1.1 \u001b[2Jx\r\n" : "250 OK\r\n" };
        await using var bench = await StartAsync(remote);
        await bench.EnqueueAsync("ann@our.test", "Subject: x\r\n\r\n", To("dora@remote.test"));
        await bench.RunUntilAsync(async () => (await bench.InboxAsync("ann")).Count == 1);
        var report = Assert.Single(await bench.InboxAsync("ann"));
        Assert.Contains("Diagnostic-Code: smtp; 550 5.1.1 no?Action: delivered ?[2Jx\r\n", report, StringComparison.Ordinal);
        Assert.DoesNotContain("\r\nAction: delivered", report, StringComparison.Ordinal);
    }

    private static async Task AssertDeferredAsync(ScriptedServer remote)
    {
        await using var bench = await StartAsync(remote);
        bench.Outbound = Impatient;
        await bench.EnqueueAsync("ann@our.test", "Subject: x\r\n\r\n", To("dora@remote.test"));
        var row = await bench.RunUntilDeferredAsync();
        Assert.Contains(" 4.", row.LastReply, StringComparison.Ordinal);
        Assert.True(row.LastReply!.Length < 600);
        Assert.Empty(await bench.InboxAsync("ann"));
    }
}
