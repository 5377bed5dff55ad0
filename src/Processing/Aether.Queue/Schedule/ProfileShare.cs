using Aether.Queue.Settings;

namespace Aether.Queue.Schedule;

/// <summary>What all destinations of one provider use together: places for connections, and messages a minute. Not safe to share; its owner locks.</summary>
internal sealed class ProfileShare(ShapingProfile profile, DateTimeOffset now)
{
    private double tokens = profile.MessagesPerMinute;
    private DateTimeOffset filled = now;

    public int Active { get; private set; }

    public bool IsFull => Active >= profile.Connections;

    public void Enter() => Active++;

    public void Leave() => Active--;

    /// <summary>Takes one message from the minute's share.</summary>
    /// <returns>How long the message has to wait for its turn.</returns>
    public TimeSpan Take(DateTimeOffset time)
    {
        if (profile.MessagesPerMinute == int.MaxValue)
            return TimeSpan.Zero;
        double perSecond = profile.MessagesPerMinute / 60.0;
        tokens = Math.Min(profile.MessagesPerMinute, tokens + (Math.Max(0, (time - filled).TotalSeconds) * perSecond));
        filled = time;
        tokens -= 1;
        return tokens >= 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(-tokens / perSecond);
    }

    /// <summary>Gives back what was taken for a message that did not go.</summary>
    public void Return() => tokens += 1;
}
