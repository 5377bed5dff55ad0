using Aether.Storage;
using Microsoft.Extensions.Hosting;

namespace Aether.Host.Composition;

/// <summary>
/// Gives memory back once it is quiet. The runtime and SQLite keep what a busy hour took, and collect only when something is allocated: after it a small
/// machine would not see its memory again until the next one.
/// </summary>
internal sealed class MemoryUpkeep(MailStore store, TimeProvider clock) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(2);

    /// <summary>An interval in which no more octets were allocated was a quiet one.</summary>
    private const long Quiet = 2 << 20;

    /// <summary>So many octets allocated since the last time are worth another collection; as many as are held, where that is more.</summary>
    private const long Busy = 16 << 20;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, clock);
        long before = 0, due = Busy;
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                long now = GC.GetTotalAllocatedBytes();
                if (now - before <= Quiet && now >= due)
                {
                    await store.RestAsync();
                    GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
                    due = now + Math.Max(Busy, GC.GetTotalMemory(forceFullCollection: false));
                }

                before = now;
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The process gives all of it back.
        }
    }
}
