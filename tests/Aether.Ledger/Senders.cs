using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Sockets;
using Aether.Testing.Servers;

namespace Aether.Ledger;

/// <summary>Twenty senders that send as fast as they are answered, to ports and mailboxes taken at random, and keep the books.</summary>
internal sealed class Senders(int[] ports, string[] users)
{
    private const int Count = 20;

    private readonly ConcurrentDictionary<string, LedgerEntry> sent = new();
    private readonly ConcurrentDictionary<string, long> acknowledged = new();

    /// <summary>What was sent, by id.</summary>
    public IReadOnlyDictionary<string, LedgerEntry> Sent => sent;

    /// <summary>The ids of what got 250.</summary>
    public ICollection<string> Acknowledged => acknowledged.Keys;

    public Task RunAsync(CancellationToken ct) => Task.WhenAll(Enumerable.Range(0, Count).Select(i => SendForeverAsync(i, ct)));

    /// <summary>Waits until a message gets 250 that was sent after now.</summary>
    public async Task<TimeSpan> RecoverAsync()
    {
        long back = Stopwatch.GetTimestamp();
        await Eventually.IsTrueAsync(() => acknowledged.Values.Any(at => at > back), "mail is taken again", TimeSpan.FromMinutes(2));
        return Stopwatch.GetElapsedTime(back);
    }

    /// <summary>The longest time after <paramref name="start"/> in which nobody got 250.</summary>
    public TimeSpan LongestSilence(long start)
    {
        var silence = TimeSpan.Zero;
        long last = start;
        foreach (long at in acknowledged.Values.Where(at => at > start).Order())
        {
            silence = TimeSpan.FromTicks(Math.Max(silence.Ticks, Stopwatch.GetElapsedTime(last, at).Ticks));
            last = at;
        }
        return silence;
    }

    private async Task SendForeverAsync(int sender, CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            try
            {
                using var smtp = await LineClient.ConnectAsync(ports[Random.Shared.Next(ports.Length)], ct);
                await smtp.ReplyAsync(ct);
                await smtp.SendAsync("EHLO ledger.test\r\n", ct);
                await smtp.ReplyAsync(ct);
                while (!ct.IsCancellationRequested)
                    await SendOneAsync(smtp, sender, ct);
            }
            catch (SocketException) // Nobody listens there: his node is down.
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, CancellationToken.None);
            }
            catch (Exception e) when (e is IOException or OperationCanceledException)
            {
                // The server closed, after too many refusals, or crashed; or it is the end of the run.
            }
        }
    }

    private async Task SendOneAsync(LineClient smtp, int sender, CancellationToken ct)
    {
        string id = Guid.NewGuid().ToString("N");
        foreach (string line in (string[])[$"MAIL FROM:<s{sender}@far.test>", $"RCPT TO:<{users[Random.Shared.Next(users.Length)]}>", "DATA"])
        {
            await smtp.SendAsync(line + "\r\n", ct);
            if (await smtp.ReplyAsync(ct) is not (250 or 354))
            {
                await smtp.SendAsync("RSET\r\n", ct);
                await smtp.ReplyAsync(ct);
                return;
            }
        }
        byte[] message = LedgerMessage.Compose(id);
        sent[id] = LedgerEntry.Of(message);
        await smtp.SendAsync(message, ct);
        await smtp.SendAsync(".\r\n", ct);
        if (await smtp.ReplyAsync(ct) == 250)
            acknowledged[id] = Stopwatch.GetTimestamp();
    }
}
