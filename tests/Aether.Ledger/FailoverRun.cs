using System.Diagnostics;
using System.Text.Json.Nodes;
using Aether.Testing.Servers;

namespace Aether.Ledger;

/// <summary>
/// The server runs on a database that others look after, and 20 senders send, while a command takes its primary away. What
/// got 250 must be in its mailbox exactly once, on whatever server is the primary by then.
/// </summary>
public static class FailoverRun
{
    private static readonly string[] Users = ["ann@example.test", "bob@example.test"];

    /// <param name="url">The database, empty, with all hosts that may become its primary.</param>
    /// <param name="command">Takes the primary away and ends once another one took over.</param>
    public static async Task<CrashReport> RunAsync(int events, int seed, string url, string command)
    {
        var random = new Random(seed);
        await using var server = await AetherServer.StartAsync(config => config["database"] = new JsonObject { ["url"] = url });
        var senders = new Senders([server.Smtp], Users);
        using var over = new CancellationTokenSource();
        var sending = senders.RunAsync(over.Token);

        var recoveries = new List<TimeSpan>();
        var words = command.Split(' ');
        for (int i = 0; i < events; i++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(2_000, 5_000)), TimeProvider.System);
            long start = Stopwatch.GetTimestamp();
            await CommandLine.SucceedAsync(words[0], words[1..]);
            await senders.RecoverAsync();
            recoveries.Add(senders.LongestSilence(start));
        }

        await over.CancelAsync();
        await sending;
        return await LedgerComparison.RunAsync(server.Imap, Users, senders.Sent, senders.Acknowledged, events, recoveries.Order().ElementAt(recoveries.Count * 95 / 100));
    }
}
