using Aether.Queue.Settings;

namespace Aether.Queue.Schedule;

/// <summary>When to try again: twice as long each time, between bounds, with jitter so that what failed together does not return together. RFC 5321 §4.5.4.1.</summary>
public static class Backoff
{
    /// <param name="attempts">Attempts made, this one counted.</param>
    /// <param name="dice">From 0 to below 1.</param>
    public static TimeSpan After(int attempts, QueueOptions options, double dice)
    {
        double doubled = options.MinBackoff.TotalSeconds * Math.Pow(2, Math.Clamp(attempts - 1, 0, 30));
        double seconds = Math.Min(doubled, options.MaxBackoff.TotalSeconds);
        return TimeSpan.FromSeconds(seconds * (0.8 + (0.4 * dice)));
    }
}
