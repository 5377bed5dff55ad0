using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;
using Aether.Testing.Servers;

namespace Aether.Ledger;

/// <summary>
/// Case F01: the server is killed while 20 senders send. A message that got 250 must be in its mailbox exactly once,
/// octet for octet; one that got no answer may be there once or not at all.
/// </summary>
public static class SmtpCrashRun
{
    private const int Senders = 20;
    private const string Marker = "X-Ledger: ";

    private static readonly string[] Users = ["ann@example.test", "bob@example.test"];

    public static async Task<CrashReport> RunAsync(int kills, int seed, PowerCut? power = null)
    {
        await using var server = await AetherServer.PrepareAsync(config => config["data"] = power?.Data ?? "data");
        var sent = new ConcurrentDictionary<string, byte[]>();
        var acknowledged = new ConcurrentDictionary<string, bool>();
        var loop = new CrashLoop(server, new Random(seed), power);
        await loop.RunAsync(kills, ct => Task.WhenAll(Enumerable.Range(0, Senders).Select(i => SendAsync(server.Smtp, i, sent, acknowledged, ct))), () => Task.CompletedTask);

        var found = new Dictionary<string, int>();
        int torn = 0, phantom = 0;
        foreach (string user in Users)
        {
            foreach (byte[] message in await ReadAllAsync(server.Imap, user))
            {
                string? id = IdOf(message);
                if (id is null || !sent.TryGetValue(id, out byte[]? original))
                    phantom++;
                else if (!message.AsSpan().EndsWith(original))
                    torn++;
                else
                    found[id] = found.GetValueOrDefault(id) + 1;
            }
        }
        return new CrashReport(kills, acknowledged.Count, acknowledged.Keys.Count(id => !found.ContainsKey(id)), found.Values.Count(copies => copies > 1), torn, phantom, loop.RestartP95);
    }

    private static async Task SendAsync(int port, int sender, ConcurrentDictionary<string, byte[]> sent, ConcurrentDictionary<string, bool> acknowledged, CancellationToken ct)
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
                byte[] message = Compose(id);
                sent[id] = message;
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

    /// <summary>A message that names itself, now small, now large enough for a segment; no line of it begins with a dot.</summary>
    private static byte[] Compose(string id)
    {
        var text = new StringBuilder($"{Marker}{id}\r\nSubject: ledger\r\n\r\n");
        int lines = Random.Shared.Next(10) == 0 ? Random.Shared.Next(2000, 8000) : Random.Shared.Next(1, 100);
        byte[] noise = new byte[45];
        for (int i = 0; i < lines; i++)
        {
            Random.Shared.NextBytes(noise);
            text.Append(Convert.ToBase64String(noise)).Append("\r\n");
        }
        return Encoding.ASCII.GetBytes(text.ToString());
    }

    private static string? IdOf(byte[] message)
    {
        int at = message.AsSpan().IndexOf("X-Ledger: "u8);
        return at < 0 || at + 42 > message.Length ? null : Encoding.ASCII.GetString(message, at + Marker.Length, 32);
    }

    private static async Task<List<byte[]>> ReadAllAsync(int port, string user)
    {
        using var imap = await LineClient.ConnectAsync(port, CancellationToken.None);
        await imap.LineAsync(CancellationToken.None);
        await imap.CommandAsync($"LOGIN {user} secret", CancellationToken.None);
        await imap.CommandAsync("SELECT INBOX", CancellationToken.None);
        var (_, _, untagged) = await imap.CommandAsync("FETCH 1:* (BODY.PEEK[])", CancellationToken.None);
        return [.. untagged.Select(answer => answer.Literal).OfType<byte[]>()];
    }
}
