namespace Aether.Imap.Commands.Searching;

/// <summary>The time one search may read messages for (case I06).</summary>
internal sealed class SearchBudget(TimeProvider clock, TimeSpan time)
{
    private readonly long started = clock.GetTimestamp();

    public bool IsSpent => clock.GetElapsedTime(started) >= time;
}
