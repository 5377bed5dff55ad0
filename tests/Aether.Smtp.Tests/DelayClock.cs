using Microsoft.Extensions.Time.Testing;

namespace Aether.Smtp.Tests;

/// <summary>A clock that stands until it is moved, and tells when somebody waits for a given while.</summary>
internal sealed class DelayClock(DateTimeOffset start, TimeSpan watched) : FakeTimeProvider(start)
{
    /// <summary>Released each time a wait of the watched length begins.</summary>
    public SemaphoreSlim Delays { get; } = new(0);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        if (dueTime == watched)
            Delays.Release();
        return timer;
    }
}
