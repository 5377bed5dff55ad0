using System.Diagnostics.Metrics;
using System.Net;
using System.Text;
using Aether.Dns.Resolving;
using Aether.Identity.Recipients;
using Aether.Queue;
using Aether.Queue.Schedule;
using Aether.Queue.Settings;
using Aether.Storage.Acceptance;
using Aether.Storage.Envelopes;
using Aether.Testing.Dns;
using Aether.Testing.Stores;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Aether.Smtp.Tests.EndToEnd;

/// <summary>From one store's queue over DNS, sockets and STARTTLS into another store's mailbox: our client meets our server. Case S02.</summary>
public sealed class ServerToServerTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task A_message_travels_inside_tls()
    {
        var message = await RelayAsync("Subject: hello\r\n\r\n.dot\r\n..dots\r\ntext\r\n"u8.ToArray(), "8BITMIME");
        Assert.Contains("with ESMTPS id ", message, StringComparison.Ordinal);
        Assert.Contains("Received: by a.test\r\nSubject: hello\r\n\r\n.dot\r\n..dots\r\ntext\r\n", message, StringComparison.Ordinal);
    }

    [Theory] // VU#302671: whatever was stored, the peer sees one message
    [InlineData("a\n.\nMAIL FROM:<x@y.test>\nRCPT TO:<bob@mx.test>\nDATA\nx\n.\n")]
    [InlineData("a\r.\rMAIL FROM:<x@y.test>\r\n")]
    [InlineData("a\r\n.\r\nMAIL FROM:<x@y.test>\r\n.\r\n")]
    [InlineData("a\n.\r\nQUIT\r\n")]
    [InlineData("no line end")]
    [InlineData(".\r\n.\r\n.")]
    public async Task Stored_bytes_arrive_as_one_message(string content)
    {
        var message = await RelayAsync(Encoding.Latin1.GetBytes(content), "7BIT");
        var canonical = content.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n').TrimEnd('\n').Replace("\n", "\r\n", StringComparison.Ordinal) + "\r\n";
        Assert.EndsWith("Received: by a.test\r\n" + canonical, message, StringComparison.Ordinal);
    }

    [Fact] // RFC 3030 §3
    public async Task Binary_content_arrives_byte_by_byte()
    {
        var message = await RelayAsync("X: y\r\n\r\n\r.\n\0\n.\r\n"u8.ToArray(), "BINARYMIME");
        Assert.EndsWith("X: y\r\n\r\n\r.\n\0\n.\r\n", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_message_of_five_megabytes_passes()
    {
        var line = new string('x', 98) + "\r\n";
        var content = "Subject: big\r\n\r\n" + string.Concat(Enumerable.Repeat(line, 50_000));
        var message = await RelayAsync(Encoding.ASCII.GetBytes(content), "7BIT");
        Assert.EndsWith(content, message, StringComparison.Ordinal);
    }

    /// <summary>Queues the content at a.test for ann@mx.test and returns what is in her mailbox.</summary>
    private static async Task<string> RelayAsync(byte[] content, string body)
    {
        await using var server = await SmtpTestServer.StartAsync(int.MaxValue);
        await using var host = new SocketHost(server.Protocol);
        await using var names = new DnsTestServer(new DnsZone().Mx("mx.test", 10, "host.mx.test").Address("host.mx.test", "127.0.0.1"));
        await using var sender = new TestStore();
        var entry = new QueueEntry("x@a.test", "Received: by a.test\r\n"u8.ToArray(), new QueueEnvelope(body), QueuePriority.Normal, sender.Clock.GetUtcNow() + TimeSpan.FromDays(1), [new QueueRecipient("ann@mx.test", "mx.test")]);
        await sender.Store.Acceptance.AcceptAsync(await sender.DraftAsync(content), new AcceptPlan("m1", [], entry), None);

        await using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var options = new QueueOptions("a.test") { Routing = new RoutingOptions { Port = host.Port, AllowedNetworks = [IPNetwork.Parse("127.0.0.0/8")] } };
        var backend = new QueueBackend(sender.Store, new RecipientResolver(sender.Store.Directory, sender.Store.Groups), new DnsResolver(new DnsOptions { Servers = [names.Address] }, TimeProvider.System));
        using var worker = new QueueWorker(options, backend, new QueueMetrics(services.GetRequiredService<IMeterFactory>(), sender.Clock), new StoreClock(sender.Clock), NullLogger<QueueWorker>.Instance);
        await worker.StartAsync(None);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (await sender.Store.Queue.CountAsync(patience.Token) > 0)
            await Task.Delay(5, patience.Token); // real time for sockets to move, bounded by patience
        await worker.StopAsync(None);

        Assert.Empty(await server.InboxAsync("bob"));
        return await server.OnlyMessageAsync("ann");
    }

    /// <summary>The store's date, and timers that run.</summary>
    private sealed class StoreClock(TimeProvider date) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => date.GetUtcNow();
    }
}
