namespace Aether.Storage.Tests.Crashes;

/// <summary>Crashes a recorded workload after each call to the disk in turn, opens the real store on what is left, and compares.</summary>
internal sealed class CrashPoints(CrashWorkload workload, CrashKind kind, SyncHonesty honesty)
{
    private static readonly string Scratch = Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath();

    /// <summary>Crashes after calls <paramref name="first"/>, first + <paramref name="stride"/>, ….</summary>
    /// <param name="enough">Wrong ones after which the rest is spared.</param>
    /// <returns>How many there were, and what was wrong.</returns>
    public async Task<(int Crashes, List<string> Wrong)> TryAllAsync(int first, int stride, int enough)
    {
        var wrong = new List<string>();
        var disk = new SimulatedDisk(honesty);
        var events = workload.Events;
        int crashes = 0;
        for (int n = 0; n <= events.Count && wrong.Count < enough; n++)
        {
            if (n > 0)
                disk.Apply(events[n - 1]);
            if (n < first || (n - first) % stride != 0)
                continue;
            crashes++;
            if (await TryAsync(disk, n) is { } complaint)
                wrong.Add($"{kind}, {honesty}, after call {n} of {events.Count} ({(n == 0 ? "none" : $"{events[n - 1].Call} {events[n - 1].Path}")}): {complaint}");
        }
        return (crashes, wrong);
    }

    private async Task<string?> TryAsync(SimulatedDisk disk, int n)
    {
        string folder = Path.Combine(Scratch, $"aether-crash-{Environment.ProcessId}-{kind}-{honesty}-{n}");
        Directory.CreateDirectory(folder);
        try
        {
            disk.Leave(kind, new Random(n), folder);
            return await CheckAsync(folder, n);
        }
        catch (Exception failure) when (failure is IOException or InvalidDataException or InvalidOperationException)
        {
            return failure.Message;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>What the store looks like after the last step that was acknowledged, or after the one that was under way.</summary>
    private async Task<string?> CheckAsync(string folder, int n)
    {
        var acknowledged = workload.Steps.LastOrDefault(step => step.Calls <= n);
        var underWay = workload.Steps.FirstOrDefault(step => step.Calls > n);
        await using var store = MailStore.Open(CrashWorkload.ContextOf(folder, CrashWorkload.NewClock()));
        string found = await StoreSnapshot.TakeAsync(store);
        if (found != (acknowledged?.Snapshot ?? "") && found != underWay?.Snapshot)
            return $"acknowledged was \"{acknowledged?.Name}\", under way \"{underWay?.Name}\", and found was\n{found}\ninstead of\n{acknowledged?.Snapshot}";

        var report = await store.Verifier.VerifyAsync(default);
        if (report.FindingCount > 0)
            return string.Join("; ", report.Findings.Take(3));
        return await StoreWorksAsync(store) ? null : "the store takes no mail any more";
    }

    private static async Task<bool> StoreWorksAsync(MailStore store)
    {
        await store.Directory.AddDomainAsync("later.test", null, default);
        return await store.Directory.FindDomainAsync("later.test", default) is not null;
    }
}
