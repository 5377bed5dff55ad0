using Aether.Storage.Envelopes;
using static Aether.Queue.Tests.QueueTestBench;

namespace Aether.Queue.Tests.Outbound;

/// <summary>From the queue to a remote server over a socket.</summary>
public sealed class DeliveryTests
{
    private const string Message = "Subject: hello\r\n\r\n.dot\r\ntext\r\n";

    [Fact]
    public async Task A_message_goes_out_in_one_transaction_to_all_recipients_of_a_domain()
    {
        await using var bench = await StartAsync();
        await bench.EnqueueAsync("ann@our.test", Message, To("dora@remote.test"), To("emil@remote.test"));
        await bench.RunUntilEmptyAsync();

        Assert.Equal(
            ["EHLO mail.our.test", "MAIL FROM:<ann@our.test> SIZE=53", "RCPT TO:<dora@remote.test>", "RCPT TO:<emil@remote.test>", "DATA", "QUIT"],
            bench.Remote.Lines);
        Assert.Equal("Received: by our.test\r\nSubject: hello\r\n\r\n..dot\r\ntext\r\n", Assert.Single(bench.Remote.Messages));
    }

    [Fact]
    public async Task Messages_of_one_block_share_a_connection()
    {
        await using var bench = await StartAsync();
        for (int i = 0; i < 5; i++)
            await bench.EnqueueAsync("ann@our.test", Message, To($"d{i}@remote.test"));
        await bench.RunUntilEmptyAsync();
        Assert.Equal(5, bench.Remote.Messages.Count);
        Assert.Equal(1, bench.Remote.Connections);
    }

    [Fact]
    public async Task A_server_without_extensions_is_spoken_to_line_by_line()
    {
        var remote = new ScriptedServer { Ehlo = "502 5.5.1 no\r\n" };
        await using var bench = await StartAsync(remote);
        await bench.EnqueueAsync("ann@our.test", Message, To("dora@remote.test"));
        await bench.RunUntilEmptyAsync();
        Assert.Equal(["EHLO mail.our.test", "HELO mail.our.test", "MAIL FROM:<ann@our.test>", "RCPT TO:<dora@remote.test>", "DATA", "QUIT"], bench.Remote.Lines);
    }

    [Fact]
    public async Task Each_recipient_gets_the_answer_that_was_its_own()
    {
        var remote = new ScriptedServer
        {
            Answer = line => line.Contains("bad@", StringComparison.Ordinal) ? "550 5.1.1 unknown\r\n" : line.Contains("later@", StringComparison.Ordinal) ? "450 4.2.0 later\r\n" : "250 OK\r\n",
        };
        await using var bench = await StartAsync(remote);
        await bench.EnqueueAsync("ann@our.test", Message, To("good@remote.test"), To("bad@remote.test"), To("later@remote.test"));
        await bench.RunUntilAsync(async () => (await bench.InboxAsync("ann")).Count == 1);

        Assert.Single(bench.Remote.Messages);
        var report = Assert.Single(await bench.InboxAsync("ann"));
        Assert.Contains("Final-Recipient: rfc822; bad@remote.test\r\nAction: failed\r\nStatus: 5.1.1\r\n", report, StringComparison.Ordinal);
        Assert.DoesNotContain("good@", report, StringComparison.Ordinal);
        var left = await bench.RunUntilDeferredAsync();
        Assert.Equal(("later@remote.test", 1), (left.Address, left.Attempts));
        Assert.Equal("mx.remote.test: 450 4.2.0 later", left.LastReply);
        Assert.InRange(left.Due - bench.Store.Clock.GetUtcNow(), TimeSpan.FromMinutes(4), TimeSpan.FromMinutes(6));
    }

    [Fact]
    public async Task A_deferred_recipient_is_tried_again_and_survives_a_restart()
    {
        var remote = new ScriptedServer { AnswerData = _ => "451 4.3.0 try again\r\n" };
        await using var bench = await StartAsync(remote);
        await bench.EnqueueAsync("ann@our.test", Message, To("dora@remote.test"));
        await bench.RunUntilDeferredAsync();
        await bench.StopAsync();
        await bench.Store.ReopenAsync();

        remote.AnswerData = _ => "250 OK\r\n";
        bench.Store.Clock.Advance(TimeSpan.FromMinutes(7));
        await bench.RunUntilEmptyAsync();
        Assert.Equal(2, bench.Remote.Messages.Count); // offered twice, taken once
    }

    [Fact] // R05: 4xx for 5 d
    public async Task What_is_deferred_for_five_days_is_given_up_with_one_report()
    {
        var remote = new ScriptedServer { AnswerData = _ => "451 4.3.0 try again\r\n" };
        await using var bench = await StartAsync(remote);
        await bench.EnqueueAsync("ann@our.test", Message, To("dora@remote.test"));
        await bench.RunUntilDeferredAsync();
        bench.Store.Clock.Advance(TimeSpan.FromDays(5));
        await bench.RunUntilAsync(async () => (await bench.InboxAsync("ann")).Count == 1);
        Assert.Contains("Status: 5.4.7\r\n", Assert.Single(await bench.InboxAsync("ann")), StringComparison.Ordinal);
        await bench.RunUntilEmptyAsync();
    }

    [Fact]
    public async Task A_size_limit_is_believed_before_the_content_is_sent()
    {
        var remote = new ScriptedServer { Ehlo = "250-remote.test\r\n250 SIZE 10\r\n" };
        await using var bench = await StartAsync(remote);
        await bench.EnqueueAsync("ann@our.test", Message, To("dora@remote.test"));
        await bench.RunUntilAsync(async () => (await bench.InboxAsync("ann")).Count == 1);
        Assert.Contains("Status: 5.3.4\r\n", Assert.Single(await bench.InboxAsync("ann")), StringComparison.Ordinal);
        Assert.DoesNotContain(bench.Remote.Lines, line => line.StartsWith("MAIL", StringComparison.Ordinal));
    }

    [Fact] // RFC 3030 §3
    public async Task Binary_content_that_the_next_server_can_not_take_fails()
    {
        var remote = new ScriptedServer { Ehlo = "250 remote.test\r\n" };
        await using var bench = await StartAsync(remote);
        await bench.EnqueueAsync("ann@our.test", Message, new QueueEnvelope("BINARYMIME"), To("dora@remote.test"));
        await bench.RunUntilAsync(async () => (await bench.InboxAsync("ann")).Count == 1);
        Assert.Contains("Status: 5.6.1\r\n", Assert.Single(await bench.InboxAsync("ann")), StringComparison.Ordinal);
    }

    [Fact] // RFC 6152 §3
    public async Task A_server_of_7_bit_gets_7_bit()
    {
        var remote = new ScriptedServer { Ehlo = "250-remote.test\r\n250 SIZE 1000000\r\n" };
        await using var bench = await StartAsync(remote);
        await bench.EnqueueAsync("ann@our.test", "Content-Transfer-Encoding: 8bit\r\n\r\ngr\u00fc\u00dfe\r\n", new QueueEnvelope("8BITMIME"), To("dora@remote.test"));
        await bench.RunUntilEmptyAsync();
        Assert.EndsWith("Content-Transfer-Encoding: quoted-printable\r\n\r\ngr=C3=BC=C3=9Fe\r\n", Assert.Single(bench.Remote.Messages), StringComparison.Ordinal);
        Assert.Contains("MAIL FROM:<ann@our.test>", bench.Remote.Lines);
    }

    [Fact] // RFC 6152 §3
    public async Task What_can_not_be_made_7_bit_goes_back()
    {
        var remote = new ScriptedServer { Ehlo = "250 remote.test\r\n" };
        await using var bench = await StartAsync(remote);
        await bench.EnqueueAsync("ann@our.test", "Subject: x\r\n\r\ngr\u00fc\u00dfe\r\n", new QueueEnvelope("8BITMIME"), To("dora@remote.test"));
        await bench.RunUntilAsync(async () => (await bench.InboxAsync("ann")).Count == 1);
        Assert.Contains("Status: 5.6.3\r\n", Assert.Single(await bench.InboxAsync("ann")), StringComparison.Ordinal);
        Assert.DoesNotContain(bench.Remote.Lines, line => line.StartsWith("MAIL", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_next_host_is_tried_when_one_is_not_there()
    {
        await using var bench = await StartAsync();
        bench.Dns.Mx("remote.test", (5, "dead.remote.test"), (10, "mx.remote.test")).Address("dead.remote.test", "127.0.0.99");
        await bench.EnqueueAsync("ann@our.test", Message, To("dora@remote.test"));
        await bench.RunUntilEmptyAsync();
        Assert.Single(bench.Remote.Messages);
    }

    [Fact] // R06
    public async Task A_null_mx_is_reported_at_once()
    {
        await using var bench = await StartAsync();
        bench.Dns.Mx("null.test", (0, ""));
        await bench.EnqueueAsync("ann@our.test", Message, To("x@null.test"));
        await bench.RunUntilAsync(async () => (await bench.InboxAsync("ann")).Count == 1);
        Assert.Contains("Status: 5.1.10\r\n", Assert.Single(await bench.InboxAsync("ann")), StringComparison.Ordinal);
    }

    [Fact] // RFC 3461 §5.2.2
    public async Task Dsn_parameters_go_to_a_server_that_knows_them()
    {
        var remote = new ScriptedServer { Ehlo = "250-remote.test\r\n250 DSN\r\n" };
        await using var bench = await StartAsync(remote);
        await bench.EnqueueAsync("ann@our.test", Message, new QueueEnvelope(EnvId: "q+2B1", Ret: "HDRS"), To("dora@remote.test", "SUCCESS,FAILURE") with { Orcpt = "rfc822;old@our.test" });
        await bench.RunUntilEmptyAsync();
        Assert.Contains("MAIL FROM:<ann@our.test> RET=HDRS ENVID=q+2B1", bench.Remote.Lines);
        Assert.Contains("RCPT TO:<dora@remote.test> NOTIFY=SUCCESS,FAILURE ORCPT=rfc822;old@our.test", bench.Remote.Lines);
        Assert.Empty(await bench.InboxAsync("ann")); // theirs to report
    }
}
