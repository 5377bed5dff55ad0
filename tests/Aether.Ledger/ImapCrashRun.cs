using Aether.Testing.Servers;

namespace Aether.Ledger;

/// <summary>
/// Case F02: the server is killed during APPEND, STORE, COPY, MOVE and EXPUNGE. Each worker has two mailboxes of its own
/// and knows what must be in them; the one command that got no answer may have happened or not.
/// </summary>
public static class ImapCrashRun
{
    private const int Workers = 8;

    public static async Task<CrashReport> RunAsync(int kills, int seed, PowerCut? power = null)
    {
        await using var server = await AetherServer.PrepareAsync(config => config["data"] = power?.Data ?? "data");
        var random = new Random(seed);
        var workers = Enumerable.Range(0, Workers).Select(i => new ImapWorker(server.Imap, i, random.Next())).ToArray();
        var loop = new CrashLoop(server, random, power);
        await loop.RunAsync(kills, ct => Task.WhenAll(workers.Select(worker => worker.WorkAsync(ct))), () => Task.WhenAll(workers.Select(worker => worker.CheckAsync())));

        foreach (string finding in workers.SelectMany(worker => worker.Findings))
            await Console.Error.WriteLineAsync(finding);
        return new CrashReport(kills, workers.Sum(worker => worker.Acknowledged), workers.Sum(worker => worker.Lost), 0, workers.Sum(worker => worker.Torn), workers.Sum(worker => worker.Phantom), loop.RestartP95);
    }
}
