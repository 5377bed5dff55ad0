using Aether.Testing.Servers;

namespace Aether.Ledger;

/// <summary>
/// Case F18: three nodes share PostgreSQL, Redis and a bucket, each over networks of its own, and 20 senders send to all of them, while the networks
/// of one node fail in one of several ways. Others must take mail meanwhile, and what got 250 at any node must be in its mailbox exactly once.
/// </summary>
public static class PartitionRun
{
    private static readonly string[] Users = ["ann@example.test", "bob@example.test"];

    /// <param name="held">How long a network fails, at most.</param>
    public static async Task<CrashReport> RunAsync(int events, int seed, TimeSpan held)
    {
        var random = new Random(seed);
        await using var cluster = await AetherCluster.StartAsync([null, null, null], linked: true);
        var senders = new Senders([.. cluster.Nodes.Select(node => node.Smtp)], Users);
        using var over = new CancellationTokenSource();
        var sending = senders.RunAsync(over.Token);

        var recoveries = new List<TimeSpan>();
        LinkFault[] faults = [.. Enum.GetValues<LinkFault>().Where(fault => fault is not LinkFault.None)];
        for (int i = 0; i < events; i++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(200, 1500)), TimeProvider.System);
            var node = cluster.Links[random.Next(cluster.Links.Count)];
            // One of its networks, or all of them.
            int which = random.Next(node.All.Count + 1);
            FaultyLink[] failing = which < node.All.Count ? [node.All[which]] : [.. node.All];
            var fault = faults[random.Next(faults.Length)];
            foreach (var link in failing)
                link.Fault = fault;
            recoveries.Add(await senders.RecoverAsync()); // By the others.
            await Task.Delay(held * random.NextDouble(), TimeProvider.System);
            foreach (var link in failing)
                link.Fault = LinkFault.None;
            recoveries.Add(await senders.RecoverAsync());
        }

        await over.CancelAsync();
        await sending;
        return await LedgerComparison.RunAsync(cluster.Nodes[^1].Imap, Users, senders.Sent, senders.Acknowledged, events, recoveries.Order().ElementAt(recoveries.Count * 95 / 100));
    }
}
