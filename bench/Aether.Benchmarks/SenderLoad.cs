using System.Diagnostics;
using System.Globalization;
using System.Net;

namespace Aether.Benchmarks;

/// <summary>Brings signed mail to any server, for comparing ours with others: <c>bench/senders.sh</c>.</summary>
/// <param name="port">On the loopback address.</param>
/// <param name="source">Where the connections come from: other than loopback, which most programs spare the checks.</param>
internal sealed class SenderLoad(LoadKeys keys, int port, IPAddress source)
{
    private const int Different = 256;
    private const int Users = 40;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);
    private int deferred;

    /// <summary>Does the server check? A signed message of <c>dkim.example</c> (whose SPF fails) has to pass, the same with another body not, one of <c>spf.example</c> without signature again.</summary>
    /// <returns>Null: it does.</returns>
    public async Task<string?> ProbeAsync()
    {
        byte[] signed = LoadMail.Make("dkim.example", 0, keys.Of("dkim.example"));
        byte[] changed = [.. signed];
        changed[^20] ^= 1;
        (string Author, byte[] Message, char Wanted, string What)[] probes =
        [
            ("dkim.example", signed, '2', "a message with good signatures"),
            ("dkim.example", changed, '5', "a message that was changed on its way"),
            ("spf.example", LoadMail.Make("spf.example", 1, []), '2', "a message that only SPF vouches for"),
        ];
        foreach (var (author, message, wanted, what) in probes)
        {
            using var client = new LoadClient(port, source, "mx.signed.example");
            string reply = await client.SendAsync($"joe@{author}", "u1@example.test", message);
            if (reply[0] != wanted)
                return $"{what}: {reply}";
        }

        return null;
    }

    /// <summary>Sends for some seconds and prints a line of JSON.</summary>
    /// <param name="pids">The server's processes, with their children, for what a message costs it.</param>
    public async Task RunAsync(int seconds, int connections, IReadOnlyList<int> pids)
    {
        var signers = keys.Of("signed.example");
        byte[][] messages = [.. Enumerable.Range(0, Different).Select(number => LoadMail.Make("signed.example", number, signers))];
        LoadClient[] clients = [.. Enumerable.Range(0, connections).Select(_ => new LoadClient(port, source, "mx.signed.example"))];
        int next = 0;
        await SendAsync(clients, WarmUp, [], messages, () => Interlocked.Increment(ref next));
        var took = new List<double>();
        deferred = 0;
        double before = ProcessTree.CpuSeconds(pids);
        long started = Stopwatch.GetTimestamp();
        await SendAsync(clients, TimeSpan.FromSeconds(seconds), took, messages, () => Interlocked.Increment(ref next));
        double elapsed = Stopwatch.GetElapsedTime(started).TotalSeconds;
        double cpu = ProcessTree.CpuSeconds(pids) - before;
        foreach (var client in clients)
            client.Dispose();
        took.Sort();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"messages_per_s": {{took.Count / elapsed:0.0}}, "p50_ms": {{At(took, 0.5):0.00}}, "p99_ms": {{At(took, 0.99):0.00}}, "server_cpu_ms": {{cpu * 1000 / Math.Max(1, took.Count):0.000}}, "deferred": {{deferred}}}"""));
    }

    private static double At(List<double> sorted, double share) => sorted.Count == 0 ? 0 : sorted[(int)((sorted.Count - 1) * share)];

    private Task SendAsync(LoadClient[] clients, TimeSpan time, List<double> took, byte[][] messages, Func<int> next)
    {
        long started = Stopwatch.GetTimestamp();
        return Task.WhenAll(clients.Select(client => Task.Run(async () =>
        {
            var mine = new List<double>();
            while (Stopwatch.GetElapsedTime(started) < time)
            {
                int number = next();
                long sent = Stopwatch.GetTimestamp();
                string reply = await client.SendAsync("joe@signed.example", $"u{(number % Users) + 1}@example.test", messages[number % messages.Length]);
                if (reply[0] is '4')
                {
                    Interlocked.Increment(ref deferred); // too busy, broken, or away: no message taken
                    await Task.Delay(Pause);
                    continue;
                }

                if (reply[0] is not '2')
                    throw new InvalidOperationException(reply);
                mine.Add(Stopwatch.GetElapsedTime(sent).TotalMilliseconds);
            }

            lock (took)
                took.AddRange(mine);
        })));
    }
}
