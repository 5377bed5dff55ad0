using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Aether.Testing.Servers;

namespace Aether.Ledger;

/// <summary>
/// Case F03: the server is killed while its queue delivers, to a server on the far side and to mailboxes here. Each message goes to one
/// recipient there; some go to one more that does not exist, or is put off at first, and some to bob by the queue with a report of success.
/// </summary>
public static class DeliveryCrashRun
{
    private const int Senders = 8;
    private const int MostWaiting = 2_000;
    private const string Sender = "ann@example.test";
    private const string Here = "bob@example.test";

    public static async Task<DeliveryReport> RunAsync(int kills, int seed)
    {
        var sent = new ConcurrentDictionary<string, byte[]>();
        var acknowledged = new ConcurrentDictionary<string, string[]>();
        using var sink = new LedgerSink(sent);
        await using var server = await AetherServer.PrepareAsync(config => Route(config, sink.Port));
        var loop = new CrashLoop(server, new Random(seed), null);
        await loop.RunAsync(
            kills, ct => Task.WhenAll(Enumerable.Range(0, Senders).Select(_ => SendAsync(server.Smtp, sent, acknowledged, () => acknowledged.Count - sink.Taken.Count < MostWaiting, ct))), () => Task.CompletedTask, () => DeliversAsync(sink));

        long last = Stopwatch.GetTimestamp();
        int held = await DrainAsync(server);
        return await DeliveryComparison.RunAsync(server.Imap, (Sender, Here), acknowledged, sent, sink) with
        {
            Kills = kills,
            Held = held,
            RestartP95 = loop.RestartP95,
            Drained = Stopwatch.GetElapsedTime(last),
        };
    }

    private static Task DeliversAsync(LedgerSink sink)
    {
        int before = sink.Taken.Count;
        return Eventually.IsTrueAsync(() => sink.Taken.Count > before + Senders, "mail reaches the far side", TimeSpan.FromMinutes(2));
    }

    private static void Route(JsonObject config, int port)
    {
        config["smtp"]!["relayDomains"] = new JsonArray(new JsonObject { ["domain"] = "far.test" });
        config["routes"] = new JsonArray(new JsonObject
        {
            ["recipientDomain"] = "far.test",
            ["via"] = new JsonArray(new JsonObject { ["host"] = "127.0.0.1", ["port"] = port, ["tls"] = "none" }),
        });
    }

    private static async Task SendAsync(
        int port, ConcurrentDictionary<string, byte[]> sent, ConcurrentDictionary<string, string[]> acknowledged, Func<bool> hasRoom, CancellationToken ct)
    {
        try
        {
            using var smtp = await LineClient.ConnectAsync(port, ct);
            await smtp.ReplyAsync(ct);
            await smtp.SendAsync("EHLO ledger.test\r\n", ct);
            await smtp.ReplyAsync(ct);
            while (!ct.IsCancellationRequested)
            {
                if (!hasRoom())
                {
                    await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, ct);
                    continue;
                }

                string id = Guid.NewGuid().ToString("N");
                byte[] message = LedgerMessage.Compose(id);
                sent[id] = message;
                string[] recipients = Recipients(id);
                await smtp.SendAsync($"MAIL FROM:<{Sender}>\r\n", ct);
                bool taken = await smtp.ReplyAsync(ct) == 250;
                foreach (string recipient in recipients)
                {
                    await smtp.SendAsync($"RCPT TO:<{recipient}>{(recipient == Here ? " NOTIFY=SUCCESS,FAILURE" : "")}\r\n", ct);
                    taken &= await smtp.ReplyAsync(ct) == 250;
                }

                await smtp.SendAsync(taken ? "DATA\r\n" : "RSET\r\n", ct);
                if (await smtp.ReplyAsync(ct) != 354)
                    continue;
                await smtp.SendAsync(message, ct);
                await smtp.SendAsync(".\r\n", ct);
                if (await smtp.ReplyAsync(ct) == 250)
                    acknowledged[id] = recipients;
            }
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException)
        {
            // That is the kill: what was under way is unacknowledged.
        }
    }

    private static string[] Recipients(string id)
    {
        var recipients = new List<string> { $"to-{id}@far.test" };
        if (Random.Shared.Next(4) == 0)
            recipients.Add($"gone-{id}@far.test");
        if (Random.Shared.Next(8) == 0)
            recipients.Add($"later-{id}@far.test");
        if (Random.Shared.Next(2) == 0)
            recipients.Add(Here);
        return [.. recipients];
    }

    /// <summary>Waits until nothing is queued; what is deferred is hurried, and what was held for its interruptions let go.</summary>
    /// <returns>How many were held.</returns>
    private static async Task<int> DrainAsync(AetherServer server)
    {
        int held = 0;
        await Eventually.IsTrueAsync(
            async () =>
            {
                var queued = JsonNode.Parse(await server.CliAsync(["queue", "list", "--state", "held", "--limit", "1000", "--json"]));
                held += Count(queued);
                if (Count(queued) > 0)
                    await server.CliAsync(["queue", "release", "--state", "held"]);
                await server.CliAsync(["queue", "retry", "--state", "deferred"]);
                return Count(JsonNode.Parse(await server.CliAsync(["queue", "list", "--limit", "1", "--json"]))) == 0;
            },
            "the queue is empty",
            TimeSpan.FromMinutes(30));
        return held;
    }

    private static int Count(JsonNode? answer) => (answer as JsonArray ?? answer?["messages"] as JsonArray)?.Count ?? throw new InvalidOperationException("The queue's list is not understood.");
}
