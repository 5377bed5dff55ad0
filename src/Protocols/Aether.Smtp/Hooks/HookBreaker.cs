namespace Aether.Smtp.Hooks;

/// <summary>Keeps sessions from waiting for a hook that does not answer: after some failures in a row it is asked only now and then.</summary>
internal sealed class HookBreaker(TimeProvider clock)
{
    private const int MaxFailures = 3;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);
    private readonly Lock gate = new();
    private int failures;
    private DateTimeOffset next;

    public bool IsOpen
    {
        get
        {
            lock (gate)
            {
                if (failures < MaxFailures)
                    return false;
                var now = clock.GetUtcNow();
                if (now < next)
                    return true;
                next = now + Pause; // this one tries, the others go on waiting
                return false;
            }
        }
    }

    public void Succeeded()
    {
        lock (gate)
            failures = 0;
    }

    public void Failed()
    {
        lock (gate)
        {
            if (++failures >= MaxFailures)
                next = clock.GetUtcNow() + Pause;
        }
    }
}
