namespace Aether.Storage.Engines.Postgres.Connections;

/// <summary>Waits between attempts, a little longer each time.</summary>
internal sealed class RetryDelay(DatabaseLimits limits)
{
    private TimeSpan next = limits.FirstRetry;

    public Task WaitAsync(CancellationToken ct)
    {
        var wait = next;
        next = TimeSpan.FromTicks(Math.Min(limits.LongestRetry.Ticks, next.Ticks * 2));
        return Task.Delay(wait, limits.Clock, ct);
    }
}
