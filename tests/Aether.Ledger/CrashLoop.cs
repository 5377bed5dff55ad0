using System.Diagnostics;
using Aether.Testing.Servers;

namespace Aether.Ledger;

/// <summary>Starts the server, lets a load run against it, kills it at a random moment, and its disk with it where that is asked, and again.</summary>
/// <param name="crash">Ends the server in another way than by a kill; it is told which run this is, from 0.</param>
internal sealed class CrashLoop(AetherServer server, Random random, PowerCut? power, Func<AetherServer, int, Task>? crash = null)
{
    private readonly List<TimeSpan> restarts = [];

    public TimeSpan RestartP95 => restarts.Order().ElementAt(restarts.Count * 95 / 100);

    /// <param name="load">Works against the running server until its token fires or the connection breaks.</param>
    /// <param name="restarted">Runs after each restart, before the load.</param>
    /// <param name="underWay">Waits until the load has the server do what it is to be killed at; null: it has at once.</param>
    public async Task RunAsync(int kills, Func<CancellationToken, Task> load, Func<Task> restarted, Func<Task>? underWay = null)
    {
        for (int kill = 0; kill < kills; kill++)
        {
            await StartAsync();
            await restarted();
            using var over = new CancellationTokenSource();
            var working = load(over.Token);
            if (underWay is not null)
                await underWay();
            await Task.Delay(TimeSpan.FromMilliseconds(power is null ? random.Next(200, 1500) : random.Next(1000, 4000)), TimeProvider.System);
            await (crash is null ? server.KillAsync() : crash(server, kill));
            await over.CancelAsync();
            await working;
            if (power is not null)
                await power.RunAsync();
        }
        await StartAsync();
        await restarted();
    }

    private async Task StartAsync()
    {
        long start = Stopwatch.GetTimestamp();
        await server.StartAsync();
        restarts.Add(Stopwatch.GetElapsedTime(start));
    }
}
