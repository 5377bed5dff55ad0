using Aether.Testing.Servers;

namespace Aether.Ledger;

/// <summary>
/// Three nodes share PostgreSQL, Redis and a bucket, and 20 senders send to all of them, while nodes and Redis crash and
/// stand still. A message that got 250 at any node must be in its mailbox exactly once.
/// </summary>
public static class ClusterFaultRun
{
    private static readonly string[] Users = ["ann@example.test", "bob@example.test"];

    /// <param name="only">Names of the faults to inflict; all where it is empty.</param>
    /// <param name="held">How long nodes and Redis stand still.</param>
    public static async Task<CrashReport> RunAsync(int events, int seed, TimeSpan held, params string[] only)
    {
        var random = new Random(seed);
        await using var cluster = await AetherCluster.StartAsync([null, null, null]);
        var senders = new Senders([.. cluster.Nodes.Select(node => node.Smtp)], Users);
        using var over = new CancellationTokenSource();
        var sending = senders.RunAsync(over.Token);

        var recoveries = new List<TimeSpan>();
        var faults = Enum.GetValues<ClusterFault>().Where(fault => only.Length == 0 || only.Contains(fault.ToString())).ToArray();
        for (int i = 0; i < events; i++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(200, 1500)), TimeProvider.System);
            await InflictAsync(faults[random.Next(faults.Length)], cluster, cluster.Nodes[random.Next(cluster.Nodes.Count)], (held, senders));
            recoveries.Add(await senders.RecoverAsync());
        }

        await over.CancelAsync();
        await sending;
        return await LedgerComparison.RunAsync(cluster.Nodes[^1].Imap, Users, senders.Sent, senders.Acknowledged, events, recoveries.Order().ElementAt(recoveries.Count * 95 / 100));
    }

    private static async Task InflictAsync(ClusterFault fault, AetherCluster cluster, AetherServer node, (TimeSpan Held, Senders Senders) run)
    {
        switch (fault)
        {
            case ClusterFault.NodeCrash:
                await node.KillAsync();
                await run.Senders.RecoverAsync(); // By the others, before this one is back.
                await node.StartAsync();
                break;
            case ClusterFault.NodePause:
                await node.SignalAsync("STOP");
                await Task.Delay(run.Held, TimeProvider.System);
                await node.SignalAsync("CONT");
                break;
            case ClusterFault.EventsCrash:
                await cluster.Events.VanishAsync();
                await run.Senders.RecoverAsync();
                await cluster.Events.ReturnAsync();
                break;
            case ClusterFault.EventsFlush:
                await cluster.Events.CliAsync("FLUSHALL");
                break;
            case ClusterFault.EventsPause:
                await cluster.Events.SignalAsync("STOP");
                await Task.Delay(run.Held, TimeProvider.System);
                await run.Senders.RecoverAsync();
                await cluster.Events.SignalAsync("CONT");
                break;
            case ClusterFault.EventsFull:
                await cluster.Events.CliAsync("CONFIG", "SET", "maxmemory", "1");
                await run.Senders.RecoverAsync();
                await cluster.Events.CliAsync("CONFIG", "SET", "maxmemory", "0");
                break;
        }
    }
}
