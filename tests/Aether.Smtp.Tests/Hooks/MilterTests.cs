using Aether.Smtp.Session;
using Aether.Storage.Queue;
using static Aether.Smtp.Tests.Hooks.ScriptedMilter;

namespace Aether.Smtp.Tests.Hooks;

/// <summary>The milter protocol over a real socket: what a filter hears, and what its answers do. Case X05.</summary>
public sealed class MilterTests
{
    private const string Message = """
        S: 220 *
        C: EHLO client.test
        C: MAIL FROM:<a@b.test>
        C: RCPT TO:<ann@mx.test>
        C: DATA
        S: ...
        S: 354 *
        C: Subject: hello
        C:  folded
        C: X-Old: one
        C: X-Old: two
        C:
        C: body
        C: .

        """;

    [Theory, InlineData(int.MaxValue), InlineData(1)]
    public async Task A_filter_hears_of_each_stage(int chunkSize)
    {
        await using var milter = new ScriptedMilter();
        await using var server = await StartAsync(milter, chunkSize: chunkSize);
        await server.PlayAsync(Message + "S: 250 *");
        Assert.Equal(
            ["C[192.0.2.7]", "Hclient.test|", "M<a@b.test>|", "R<ann@mx.test>|", "T", "LSubject|hello\n folded|", "LX-Old|one|", "LX-Old|two|", "N", "Bbody\r\n", "E"],
            milter.Heard.Where(line => line[0] != 'D').Select(line => line[0] == 'C' ? line[..line.IndexOf('|')] : line));
        Assert.Contains(milter.Heard, line => line.StartsWith("DM", StringComparison.Ordinal) && line.Contains("{mail_addr}|a@b.test|", StringComparison.Ordinal));
        Assert.Contains("Subject: hello\r\n folded\r\nX-Old: one\r\nX-Old: two\r\n\r\nbody\r\n", await server.OnlyMessageAsync("ann"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData('M', 'r', "", "550 5.7.1 *")]
    [InlineData('M', 't', "", "451 4.7.1 *")]
    [InlineData('R', 'y', "452 4.2.2 come back|", "452 4.2.2 come back")]
    [InlineData('L', 'r', "", "550 5.7.1 *")]
    [InlineData('E', 'y', "554 5.7.9 no \u0007bell|", "554 5.7.9 no  bell")]
    [InlineData('E', 'y', "250 fine|", "451 4.7.1 *")] // no refusal: nonsense
    [InlineData('E', 'z', "", "451 4.7.1 *")]
    public async Task A_filter_refuses_at_any_stage(char stage, char answer, string text, string reply)
    {
        await using var milter = new ScriptedMilter();
        milter.Answer = (command, _) => [command == stage ? Packet(answer, text) : Packet('c')];
        await using var server = await StartAsync(milter);
        await server.PlayAsync($"""
            S: 220 *
            C: EHLO client.test
            S: ...
            S: 250 STARTTLS
            C: MAIL FROM:<a@b.test>
            S: {(stage == 'M' ? reply : "250 *")}
            C: RCPT TO:<ann@mx.test>
            S: {(stage == 'M' ? "503 *" : stage == 'R' ? reply : "250 *")}
            C: DATA
            S: {(stage is 'M' or 'R' ? "503 *" : "354 *")}
            {(stage is 'M' or 'R' ? "" : "C: Subject: x\n            C:\n            C: .\n            S: " + reply)}
            """);
        await server.AssertNothingTakenAsync();
    }

    [Fact]
    public async Task A_filter_changes_the_message()
    {
        await using var milter = new ScriptedMilter();
        milter.Answer = (command, _) => command == 'E'
            ?
            [
                Packet('p'),
                Packet('i', "DKIM-Signature|v=1;\n\ta=b|", 1),
                Packet('h', "X-Last|end|"),
                Packet('m', "X-Old||", 1),
                Packet('m', "x-old|changed|", 2),
                Packet('b', "new "), Packet('b', "body\r\n"),
                Packet('c'),
            ]
            : [Packet('c')];
        await using var server = await StartAsync(milter);
        await server.PlayAsync(Message + "S: 250 *");
        var message = await server.OnlyMessageAsync("ann");
        Assert.Contains("DKIM-Signature: v=1;\r\n\ta=b\r\n", message, StringComparison.Ordinal);
        Assert.EndsWith("Subject: hello\r\n folded\r\nX-Old: changed\r\nX-Last: end\r\n\r\nnew body\r\n", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_filter_changes_the_envelope()
    {
        await using var milter = new ScriptedMilter();
        milter.Answer = (command, _) => command == 'E' ? [Packet('+', "<bob@mx.test>|"), Packet('+', "<dora@elsewhere.test>|"), Packet('-', "<ANN@mx.test>|"), Packet('e', "<new@b.test>|"), Packet('c')] : [Packet('c')];
        await using var server = await StartAsync(milter);
        await server.PlayAsync(Message + "S: 250 *");
        Assert.Empty(await server.InboxAsync("ann"));
        Assert.StartsWith("Return-Path: <new@b.test>\r\n", await server.OnlyMessageAsync("bob"), StringComparison.Ordinal);
        Assert.Equal("dora@elsewhere.test", Assert.Single(Assert.Single(await server.QueueAsync()).Recipients).Address);
    }

    [Theory]
    [InlineData('M'), InlineData('E')]
    public async Task What_a_filter_discards_is_taken_and_dropped(char stage)
    {
        await using var milter = new ScriptedMilter();
        milter.Answer = (command, _) => [command == stage ? Packet('d') : Packet('c')];
        await using var server = await StartAsync(milter);
        await server.PlayAsync(Message + "S: 250 *");
        await server.AssertNothingTakenAsync();
    }

    [Fact]
    public async Task What_a_filter_quarantines_waits_for_an_operator()
    {
        await using var milter = new ScriptedMilter();
        milter.Answer = (command, _) => command == 'E' ? [Packet('q', "looks odd|"), Packet('c')] : [Packet('c')];
        await using var server = await StartAsync(milter);
        await server.PlayAsync(Message + "S: 250 *");
        Assert.Empty(await server.InboxAsync("ann"));
        Assert.Equal(RecipientState.Held, Assert.Single(Assert.Single(await server.QueueAsync()).Recipients).State);
        Assert.Empty(await server.Store.Store.Queue.LeaseAsync(10, TimeSpan.FromMinutes(1), [], CancellationToken.None));
    }

    [Fact] // what it does not want is not sent, what it does not answer is not waited for
    public async Task A_filter_hears_only_what_it_wants()
    {
        await using var milter = new ScriptedMilter { Steps = 0x1 | 0x2 | 0x10 | 0x80 | 0x200 | 0x4000 | 0x40000 };
        milter.Answer = (command, _) => command is 'R' or 'E' ? [Packet('c')] : null;
        await using var server = await StartAsync(milter);
        await server.PlayAsync(Message + "S: 250 *");
        Assert.Equal(["M", "R", "L", "L", "L", "N", "E"], milter.Heard.Where(line => line[0] != 'D').Select(line => line[..1]));
    }

    [Theory] // X03, X05: what would smuggle a field or a body is nonsense, and nonsense follows the policy
    [InlineData('i', "X-A|b\r\n\r\nsmuggled|", 0u)]
    [InlineData('i', "X A|b|", 0u)]
    [InlineData('h', "X-A|b\u0000c|", null)]
    [InlineData('+', "<nonsense>|", null)]
    [InlineData('m', "", 1u)]
    public async Task Nonsense_changes_nothing(char command, string data, uint? index)
    {
        await using var milter = new ScriptedMilter();
        milter.Answer = (stage, _) => stage == 'E' ? [Packet(command, data, index), Packet('c')] : [Packet('c')];
        await using var server = await StartAsync(milter);
        await server.PlayAsync(Message + "S: *");
        foreach (var message in await server.InboxAsync("ann"))
            Assert.EndsWith("X-Old: two\r\n\r\nbody\r\n", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(HookFailurePolicy.TempFail, "451 4.7.1 *", 0)]
    [InlineData(HookFailurePolicy.Accept, "250 2.0.0 *", 1)]
    public async Task A_filter_that_goes_away_is_met_by_its_policy(HookFailurePolicy policy, string reply, int taken)
    {
        await using var milter = new ScriptedMilter();
        milter.Answer = (command, _) => command == 'E' ? [] : [Packet('c')];
        await using var server = await StartAsync(milter, policy);
        await server.PlayAsync(Message + "S: " + reply);
        Assert.Equal(taken, (await server.InboxAsync("ann")).Count);
    }

    [Theory]
    [InlineData(HookFailurePolicy.TempFail, "451 4.7.1 *")]
    [InlineData(HookFailurePolicy.Accept, "250 2.1.0 *")]
    public async Task A_filter_that_says_nothing_is_cut_off(HookFailurePolicy policy, string reply)
    {
        await using var milter = new ScriptedMilter();
        milter.Answer = (_, _) => null;
        await using var server = await StartAsync(milter, policy);
        await server.PlayAsync($"""
            S: 220 *
            C: EHLO client.test
            S: ...
            S: 250 STARTTLS
            C: MAIL FROM:<a@b.test>
            """);
        await server.Clock.Delays.WaitAsync(TimeSpan.FromSeconds(10)); // it waits for the filter
        server.Clock.Advance(TimeSpan.FromSeconds(10));
        await server.PlayAsync("S: " + reply);
    }

    [Fact] // X05: nobody waits for what has failed again and again
    public async Task A_filter_that_is_down_is_asked_now_and_then_only()
    {
        var milter = new ScriptedMilter();
        await using var server = await StartAsync(milter);
        await milter.DisposeAsync();
        await server.PlayAsync("""
            S: 220 *
            C: EHLO client.test
            S: ...
            S: 250 STARTTLS
            C: MAIL FROM:<a@b.test>
            S: 451 *
            C: MAIL FROM:<a@b.test>
            S: 451 *
            C: MAIL FROM:<a@b.test>
            S: 451 *
            C: MAIL FROM:<a@b.test>
            S: 451 *
            """);
    }

    private static Task<SmtpTestServer> StartAsync(ScriptedMilter milter, HookFailurePolicy policy = HookFailurePolicy.TempFail, int chunkSize = int.MaxValue) =>
        SmtpTestServer.StartAsync(chunkSize, limits: limits => limits with { ErrorDelay = TimeSpan.FromSeconds(10) }, options: options => options with { Hooks = [new HookOptions("test", milter.Address) { OnFailure = policy }] });
}
