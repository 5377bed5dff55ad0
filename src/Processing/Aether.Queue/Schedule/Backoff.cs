namespace Aether.Queue.Schedule;

/// <summary>When to try again: twice as long each time, between bounds, with jitter so that what failed together does not return together. RFC 5321 §4.5.4.1.</summary>
public static class Backoff
{
    /// <param name="attempts">Attempts made, this one counted.</param>
    /// <param name="bounds">The first wait, and the longest.</param>
    /// <param name="dice">From 0 to below 1.</param>
    public static TimeSpan After(int attempts, (TimeSpan First, TimeSpan Last) bounds, double dice)
    {
        double doubled = bounds.First.TotalSeconds * Math.Pow(2, Math.Clamp(attempts - 1, 0, 30));
        double seconds = Math.Min(doubled, bounds.Last.TotalSeconds);
        return TimeSpan.FromSeconds(seconds * (0.8 + (0.4 * dice)));
    }
}
