using Aether.Queue.Settings;

namespace Aether.Queue.Schedule;

/// <summary>What each destination is busy with, and may be.</summary>
internal sealed class Destinations(QueueOptions options)
{
    private const int MaxRemembered = 10_000;
    private readonly Lock gate = new();
    private readonly Dictionary<string, DestinationLimit> known = new(StringComparer.Ordinal);

    /// <summary>Those that have all they may have: nothing of theirs is leased.</summary>
    public IReadOnlyList<string> Full()
    {
        lock (gate)
            return [.. known.Where(entry => entry.Value.IsFull).Select(entry => entry.Key)];
    }

    public void Enter(string domain)
    {
        lock (gate)
        {
            if (!known.TryGetValue(domain, out var limit))
                known[domain] = limit = new DestinationLimit(options);
            limit.Enter();
        }
    }

    public void Leave(string domain, BlockOutcome outcome)
    {
        lock (gate)
        {
            var limit = known[domain];
            limit.Leave(outcome);
            if (limit.IsIdle && (limit.IsFresh || known.Count > MaxRemembered))
                known.Remove(domain);
        }
    }
}
