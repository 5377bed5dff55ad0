using Aether.Queue.Settings;

namespace Aether.Queue.Schedule;

/// <summary>How many blocks one destination gets at a time: more while it answers, half when it does not.</summary>
internal sealed class DestinationLimit(QueueOptions options)
{
    private int allowed = options.StartPerDestination;

    public int Active { get; private set; }

    public bool IsFull => Active >= allowed;

    public bool IsIdle => Active == 0;

    /// <summary>It stands where it began: forgetting it loses nothing.</summary>
    public bool IsFresh => allowed == options.StartPerDestination;

    public void Enter() => Active++;

    public void Leave(BlockOutcome outcome)
    {
        Active--;
        allowed = outcome is BlockOutcome.Answered ? Math.Min(allowed + 1, options.MaxPerDestination) : Math.Max(allowed / 2, 1);
    }
}
