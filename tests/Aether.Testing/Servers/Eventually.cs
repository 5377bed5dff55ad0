namespace Aether.Testing.Servers;

/// <summary>Waits for what another process will do, by looking again and again for a bounded time.</summary>
public static class Eventually
{
    public static async Task IsTrueAsync(Func<Task<bool>> condition, string what, TimeSpan? patience = null)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        long start = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            if (TimeProvider.System.GetElapsedTime(start) > (patience ?? TimeSpan.FromSeconds(30)))
                throw new TimeoutException($"Not in time: {what}.");
            await timer.WaitForNextTickAsync();
        }
    }

    public static Task IsTrueAsync(Func<bool> condition, string what, TimeSpan? patience = null) => IsTrueAsync(() => Task.FromResult(condition()), what, patience);
}
