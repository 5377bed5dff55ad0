using System.Net;
using Aether.Configuration.Values;
using Aether.Queue.Settings;
using Aether.Storage.Envelopes;
using static Aether.Queue.Tests.QueueTestBench;

namespace Aether.Queue.Tests.Outbound;

/// <summary>Routes over real sockets: smart hosts with a login, LMTP, fall-back relays, source addresses, what a message asks of the way.</summary>
public sealed class RouteDeliveryTests
{
    private const string Message = "Subject: hello\r\nX-Class: bulk\r\n\r\ntext\r\n";

    [Theory] // RFC 4954 §4
    [InlineData("250-remote.test\r\n250 AUTH LOGIN PLAIN\r\n", "AUTH PLAIN AHVzZXIAc2VjcmV0")]
    [InlineData("250-remote.test\r\n250 AUTH LOGIN\r\n", "AUTH LOGIN")]
    public async Task A_smart_host_is_logged_in_at(string ehlo, string command)
    {
        var remote = new ScriptedServer
        {
            Ehlo = ehlo,
            Answer = line => line switch
            {
                "AUTH LOGIN" => "334 VXNlcm5hbWU6\r\n",
                "dXNlcg==" => "334 UGFzc3dvcmQ6\r\n",
                "c2VjcmV0" or "AUTH PLAIN AHVzZXIAc2VjcmV0" => "235 2.7.0 OK\r\n",
                _ => "250 OK\r\n",
            },
        };
        await using var bench = await StartAsync(remote);
        Route(bench, rule => rule, hop => hop with { User = "user", Password = new Secret("secret") });
        await bench.EnqueueAsync("ann@our.test", Message, To("dora@elsewhere.test"));
        await bench.RunUntilEmptyAsync();
        Assert.Contains(command, bench.Remote.Lines);
        Assert.Single(bench.Remote.Messages);
    }

    [Fact]
    public async Task A_refused_login_leaves_the_mail_waiting()
    {
        var remote = new ScriptedServer { Ehlo = "250-remote.test\r\n250 AUTH PLAIN\r\n", Answer = line => line.StartsWith("AUTH", StringComparison.Ordinal) ? "535 5.7.8 no\r\n" : "250 OK\r\n" };
        await using var bench = await StartAsync(remote);
        Route(bench, rule => rule, hop => hop with { User = "user", Password = new Secret("secret") });
        await bench.EnqueueAsync("ann@our.test", Message, To("dora@elsewhere.test"));
        var row = await bench.RunUntilDeferredAsync();
        Assert.Contains("454 4.7.0", row.LastReply, StringComparison.Ordinal);
        Assert.DoesNotContain("c2VjcmV0", row.LastReply, StringComparison.Ordinal);
        Assert.DoesNotContain(bench.Remote.Lines, line => line.StartsWith("MAIL", StringComparison.Ordinal));
    }

    [Fact] // RFC 2033 §4.2
    public async Task An_lmtp_host_answers_for_each_recipient()
    {
        int ends = 0;
        var remote = new ScriptedServer { AnswerData = _ => "250 2.0.0 Taken\r\n452 4.2.2 full\r\n" };
        remote.Answer = line => line.StartsWith("LHLO", StringComparison.Ordinal) ? "250-remote.test\r\n250 PIPELINING\r\n"
            : line.Contains("bad@", StringComparison.Ordinal) ? "550 5.1.1 unknown\r\n" : "250 OK " + ++ends + "\r\n";
        await using var bench = await StartAsync(remote);
        Route(bench, rule => rule, hop => hop with { IsLmtp = true });
        await bench.EnqueueAsync("ann@our.test", Message, To("good@remote.test"), To("bad@remote.test"), To("full@remote.test"));
        await bench.RunUntilAsync(async () => (await bench.InboxAsync("ann")).Count == 1);

        Assert.Contains("Final-Recipient: rfc822; bad@remote.test\r\n", Assert.Single(await bench.InboxAsync("ann")), StringComparison.Ordinal);
        var left = await bench.RunUntilDeferredAsync();
        Assert.Equal(("full@remote.test", "127.0.0.1: 452 4.2.2 full"), (left.Address, left.LastReply));
        Assert.Contains("LHLO mail.our.test", bench.Remote.Lines);
    }

    [Fact]
    public async Task A_fall_back_relay_takes_over_after_some_attempts()
    {
        await using var relay = new ScriptedServer();
        var remote = new ScriptedServer { AnswerData = _ => "451 4.3.0 later\r\n" };
        await using var bench = await StartAsync(remote);
        bench.Options = options => options with
        {
            Routing = options.Routing with { Rules = [new RouteRule("*", [new NextHop("127.0.0.1", relay.Port, TlsPolicy.None, HopOrigin.Configuration)]) { MinAttempts = 1 }] },
        };
        await bench.EnqueueAsync("ann@our.test", Message, To("dora@remote.test"));
        await bench.RunUntilDeferredAsync();
        Assert.Empty(relay.Messages);
        bench.Store.Clock.Advance(TimeSpan.FromMinutes(10));
        await bench.RunUntilEmptyAsync();
        Assert.Single(relay.Messages);
    }

    [Fact]
    public async Task Recipients_of_one_message_may_go_different_ways()
    {
        await using var other = new ScriptedServer();
        await using var bench = await StartAsync();
        bench.Options = options => options with
        {
            Routing = options.Routing with
            {
                Rules =
                [
                    new RouteRule("*", [new NextHop("127.0.0.1", other.Port, TlsPolicy.None, HopOrigin.Configuration)]) { Recipient = "emil@*", Header = "X-Class: bulk" },
                    new RouteRule("*", []) { Recipient = "gone@*", Action = RouteAction.Discard },
                ],
            },
        };
        await bench.EnqueueAsync("ann@our.test", Message, To("dora@remote.test"), To("emil@remote.test"), To("gone@remote.test", "SUCCESS"));
        await bench.RunUntilEmptyAsync();
        Assert.Contains("RCPT TO:<emil@remote.test>", other.Lines);
        Assert.Contains("RCPT TO:<dora@remote.test>", bench.Remote.Lines);
        Assert.DoesNotContain(bench.Remote.Lines.Concat(other.Lines), line => line.Contains("gone@", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Connections_come_from_the_pool_of_the_route_under_its_name()
    {
        await using var bench = await StartAsync();
        var pool = new SourcePool("p", [new SourceAddress(IPAddress.Parse("127.0.0.44"), "out44.our.test")]);
        Route(bench, rule => rule with { Source = pool }, hop => hop);
        await bench.EnqueueAsync("ann@our.test", Message, To("dora@elsewhere.test"));
        await bench.RunUntilEmptyAsync();
        Assert.Equal("EHLO out44.our.test", bench.Remote.Lines.First());
        Assert.Equal("127.0.0.44", bench.Remote.Clients.Single());
    }

    [Fact] // RFC 8689 §4.2.1
    public async Task Mail_that_requires_tls_does_not_go_without_it()
    {
        await using var bench = await StartAsync();
        bench.Dns.IsSigned = true;
        await bench.EnqueueAsync("ann@our.test", Message, new QueueEnvelope { RequireTls = true }, To("dora@remote.test"));
        var row = await bench.RunUntilDeferredAsync();
        Assert.Contains("4.7.5", row.LastReply, StringComparison.Ordinal);
        Assert.DoesNotContain(bench.Remote.Lines, line => line.StartsWith("MAIL", StringComparison.Ordinal));
    }

    [Fact] // RFC 6710 §4.2, RFC 2852 §4
    public async Task Wishes_are_passed_on_to_a_server_that_knows_them()
    {
        var remote = new ScriptedServer { Ehlo = "250-remote.test\r\n250-DELIVERBY\r\n250 MT-PRIORITY\r\n" };
        await using var bench = await StartAsync(remote);
        var envelope = new QueueEnvelope { MtPriority = 4, DeliverBy = bench.Store.Clock.GetUtcNow() + TimeSpan.FromSeconds(100), DeliverByMode = "RT" };
        await bench.EnqueueAsync("ann@our.test", Message, envelope, To("dora@remote.test"));
        await bench.RunUntilEmptyAsync();
        Assert.Contains("MAIL FROM:<ann@our.test> MT-PRIORITY=4 BY=100;RT", bench.Remote.Lines);
    }

    [Theory] // RFC 2852 §4.1
    [InlineData("R", true)]
    [InlineData("N", false)]
    public async Task What_is_not_delivered_in_time_goes_back_if_the_sender_wants_it(string mode, bool returned)
    {
        var remote = new ScriptedServer { Ehlo = "250-remote.test\r\n250 DELIVERBY\r\n", AnswerData = _ => "451 4.3.0 later\r\n" };
        await using var bench = await StartAsync(remote);
        var envelope = new QueueEnvelope { DeliverBy = bench.Store.Clock.GetUtcNow() + TimeSpan.FromSeconds(100), DeliverByMode = mode };
        await bench.EnqueueAsync("ann@our.test", Message, envelope, To("dora@remote.test"));
        var row = await bench.RunUntilDeferredAsync();
        Assert.Equal(bench.Store.Clock.GetUtcNow() + TimeSpan.FromSeconds(100), row.Due); // the end is seen when it comes
        bench.Store.Clock.Advance(TimeSpan.FromSeconds(100));
        if (returned)
        {
            await bench.RunUntilAsync(async () => (await bench.InboxAsync("ann")).Count == 1);
            Assert.Contains("Status: 5.4.7", Assert.Single(await bench.InboxAsync("ann")), StringComparison.Ordinal);
        }
        else
        {
            await bench.RunUntilAsync(async () => (await bench.QueueAsync()).Single(listing => listing.Message.Sender.Length > 0).Recipients.Single().Attempts == 2);
        }
    }

    [Fact]
    public async Task A_connection_waits_for_the_next_message()
    {
        await using var bench = await StartAsync();
        bench.Outbound = bench.Outbound with { KeepOpen = TimeSpan.FromSeconds(30) };
        await bench.EnqueueAsync("ann@our.test", Message, To("a@remote.test"));
        await bench.RunUntilEmptyAsync();
        await bench.EnqueueAsync("ann@our.test", Message, To("b@remote.test"));
        await bench.RunUntilEmptyAsync();
        Assert.Equal((2, 1), (bench.Remote.Messages.Count, bench.Remote.Connections));
        await bench.StopAsync();
        Assert.Equal("QUIT", bench.Remote.Lines.Last());
    }

    [Fact]
    public async Task A_waiting_connection_that_the_host_gave_up_costs_nothing()
    {
        int mails = 0;
        var remote = new ScriptedServer();
        remote.Answer = line => line.StartsWith("MAIL", StringComparison.Ordinal) && ++mails == 2 ? null : "250 OK\r\n";
        await using var bench = await StartAsync(remote);
        bench.Outbound = bench.Outbound with { KeepOpen = TimeSpan.FromSeconds(30) };
        await bench.EnqueueAsync("ann@our.test", Message, To("a@remote.test"));
        await bench.RunUntilEmptyAsync();
        await bench.EnqueueAsync("ann@our.test", Message, To("b@remote.test"));
        await bench.RunUntilEmptyAsync(); // without the clock moving: it was not deferred
        Assert.Equal((2, 2), (bench.Remote.Messages.Count, bench.Remote.Connections));
    }

    [Fact] // RFC 9422 §4.2
    public async Task A_server_gets_no_more_recipients_at_a_time_than_it_takes()
    {
        var remote = new ScriptedServer { Ehlo = "250-remote.test\r\n250 LIMITS MAILMAX=100 RCPTMAX=2\r\n" };
        await using var bench = await StartAsync(remote);
        await bench.EnqueueAsync("ann@our.test", Message, [.. Enumerable.Range(0, 5).Select(i => To($"d{i}@remote.test"))]);
        await bench.RunUntilEmptyAsync();
        Assert.Equal((3, 1), (bench.Remote.Messages.Count, bench.Remote.Connections));
    }

    [Fact]
    public async Task A_refused_recipient_does_not_spoil_the_next_message()
    {
        bool open = false;
        var remote = new ScriptedServer();
        remote.Answer = line =>
        {
            if (line.StartsWith("MAIL", StringComparison.Ordinal))
            {
                bool nested = open;
                open = true;
                return nested ? "503 5.5.1 nested MAIL\r\n" : "250 OK\r\n";
            }

            open &= line != "RSET";
            return line == "DATA" ? "554 5.5.1 no valid recipients\r\n" : line.StartsWith("RCPT", StringComparison.Ordinal) ? "450 4.2.0 later\r\n" : "250 OK\r\n";
        };
        await using var bench = await StartAsync(remote);
        await bench.EnqueueAsync("ann@our.test", Message, To("a@remote.test"));
        await bench.EnqueueAsync("ann@our.test", Message, To("b@remote.test"));
        await bench.RunUntilAsync(async () => (await bench.QueueAsync()).SelectMany(m => m.Recipients).All(r => r.LastReply is not null));
        Assert.All((await bench.QueueAsync()).SelectMany(m => m.Recipients), row => Assert.Equal("mx.remote.test: 450 4.2.0 later", row.LastReply));
    }

    private static void Route(QueueTestBench bench, Func<RouteRule, RouteRule> rule, Func<NextHop, NextHop> hop) => bench.Options = options => options with
    {
        Routing = options.Routing with { Rules = [rule(new RouteRule("*", [hop(new NextHop("127.0.0.1", bench.Remote.Port, TlsPolicy.None, HopOrigin.Configuration))]))] },
    };
}
