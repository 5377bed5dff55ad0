using System.Collections.Concurrent;
using System.Net.Sockets;
using Aether.Testing.Servers;

namespace Aether.Ledger;

/// <summary>
/// Case F01: the server is killed while 20 senders send. A message that got 250 must be in its mailbox exactly once,
/// octet for octet; one that got no answer may be there once or not at all.
/// </summary>
public static class SmtpCrashRun
{
    private const int Senders = 20;
    private static readonly string[] Users = ["ann@example.test", "bob@example.test"];

    /// <param name="crash">Ends the server in another way; it is told which run this is, from 0.</param>
    public static async Task<CrashReport> RunAsync(int kills, int seed, PowerCut? power = null, Func<AetherServer, int, Task>? crash = null)
    {
        await using var server = await AetherServer.PrepareAsync(config => config["data"] = power?.Data ?? "data");
        var sent = new ConcurrentDictionary<string, LedgerEntry>();
        var acknowledged = new ConcurrentDictionary<string, bool>();
        var loop = new CrashLoop(server, new Random(seed), power, crash);
        await loop.RunAsync(kills, ct => Task.WhenAll(Enumerable.Range(0, Senders).Select(i => SendAsync(server.Smtp, i, sent, acknowledged, ct))), () => Task.CompletedTask);

        return await LedgerComparison.RunAsync(server.Imap, Users, sent, acknowledged.Keys, kills, loop.RestartP95);
    }

    private static async Task SendAsync(int port, int sender, ConcurrentDictionary<string, LedgerEntry> sent, ConcurrentDictionary<string, bool> acknowledged, CancellationToken ct)
    {
        try
        {
            using var smtp = await LineClient.ConnectAsync(port, ct);
            await smtp.ReplyAsync(ct);
            await smtp.SendAsync("EHLO ledger.test\r\n", ct);
            await smtp.ReplyAsync(ct);
            while (!ct.IsCancellationRequested)
            {
                string id = Guid.NewGuid().ToString("N");
                byte[] message = LedgerMessage.Compose(id);
                sent[id] = LedgerEntry.Of(message);
                await smtp.SendAsync($"MAIL FROM:<s{sender}@far.test>\r\nRCPT TO:<{Users[Random.Shared.Next(Users.Length)]}>\r\nDATA\r\n", ct);
                if (await smtp.ReplyAsync(ct) != 250 || await smtp.ReplyAsync(ct) != 250 || await smtp.ReplyAsync(ct) != 354)
                    continue;
                await smtp.SendAsync(message, ct);
                await smtp.SendAsync(".\r\n", ct);
                if (await smtp.ReplyAsync(ct) == 250)
                    acknowledged[id] = true;
            }
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException)
        {
            // That is the kill: what was under way is unacknowledged.
        }
    }
}
