using Aether.Queue.Settings;

namespace Aether.Queue.Schedule;

/// <summary>
/// How many blocks one destination gets at a time: more while it answers, as many as it bore when it says that it has
/// too many, half when it can't be reached. A bound that was learnt is tried again, more and more seldom, so that a
/// destination that allows five connections hears of a sixth once in a thousand blocks.
/// </summary>
internal sealed class DestinationLimit(QueueOptions options)
{
    private const int FirstProbe = 1_000;
    private const int LastProbe = 64_000;
    private static readonly TimeSpan FirstSilence = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestSilence = TimeSpan.FromMinutes(15);
    private int allowed = options.StartPerDestination;
    private int most = options.MaxPerDestination;
    private int probeAfter = FirstProbe;
    private int answeredSinceProbe;
    private int failures;
    private DateTimeOffset silentUntil;

    public int Active { get; private set; }

    /// <summary>Blocks that have no place yet.</summary>
    public Queue<TaskCompletionSource> Waiting { get; } = new();

    public int Allowed => allowed;

    public bool IsFull => Active >= allowed;

    public bool IsIdle => Active == 0 && Waiting.Count == 0;

    /// <summary>It stands where it began: forgetting it loses nothing.</summary>
    public bool IsFresh => allowed == options.StartPerDestination && most == options.MaxPerDestination && failures == 0;

    /// <summary>It could not be reached lately: tries before this time are not made; null: it may be tried.</summary>
    public DateTimeOffset? Silence(DateTimeOffset now) => silentUntil > now ? silentUntil : null;

    public void Enter() => Active++;

    public void Leave(BlockOutcome outcome, DateTimeOffset now)
    {
        Active--;
        switch (outcome)
        {
            case BlockOutcome.Crowded:
                most = Math.Clamp(Active, 1, most); // those that are open are what it bears
                allowed = Math.Min(allowed, most);
                answeredSinceProbe = 0;
                break;
            case BlockOutcome.Unreachable:
                allowed = Math.Max(allowed / 2, 1);
                silentUntil = now + TimeSpan.FromTicks(Math.Min(FirstSilence.Ticks << Math.Min(failures++, 10), LongestSilence.Ticks));
                break;
            default:
                (failures, silentUntil) = (0, default);
                Probe();
                allowed = Math.Min(allowed + 1, most);
                break;
        }
    }

    private void Probe()
    {
        if (most == options.MaxPerDestination || ++answeredSinceProbe < probeAfter)
            return;
        most++;
        answeredSinceProbe = 0;
        probeAfter = Math.Min(probeAfter * 2, LastProbe);
    }
}
