using Aether.Queue.Settings;

namespace Aether.Queue.Schedule;

/// <summary>What each destination is busy with, and may be; blocks beyond that wait their turn here.</summary>
internal sealed class Destinations(QueueOptions options, TimeProvider clock)
{
    private const int MaxRemembered = 10_000;
    private readonly Lock gate = new();
    private readonly Dictionary<string, DestinationLimit> known = new(StringComparer.Ordinal);
    private readonly HashSet<string> full = new(StringComparer.Ordinal);
    private readonly ProfileShares shares = new(options, clock);

    /// <summary>Those that have all they may have: nothing of theirs is leased.</summary>
    public IReadOnlyList<string> Full()
    {
        lock (gate)
            return [.. full];
    }

    /// <summary>Takes a place, as soon as there is one; each must <see cref="Leave"/>.</summary>
    public async Task EnterAsync(string domain, CancellationToken ct)
    {
        TaskCompletionSource turn;
        lock (gate)
        {
            var limit = Of(domain);
            if (!limit.IsFull && limit.Waiting.Count == 0 && shares.TryEnter(domain))
            {
                limit.Enter();
                Note(domain, limit);
                return;
            }

            turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            limit.Waiting.Enqueue(turn);
            Note(domain, limit);
        }

        using var end = ct.Register(() => turn.TrySetCanceled(ct));
        await turn.Task;
    }

    /// <summary>Whether others have places there at the moment besides the one that asks.</summary>
    public bool HasOthers(string domain)
    {
        lock (gate)
            return known.TryGetValue(domain, out var limit) && limit.Active > 1;
    }

    /// <summary>Until when it is not tried, since it could not be reached; null: it may be tried.</summary>
    public DateTimeOffset? Silence(string domain)
    {
        lock (gate)
            return known.TryGetValue(domain, out var limit) ? limit.Silence(clock.GetUtcNow()) : null;
    }

    /// <summary>Gives a place back, and learns of how it went.</summary>
    public void Leave(string domain, BlockOutcome outcome)
    {
        lock (gate)
        {
            var limit = known[domain];
            limit.Leave(outcome, clock.GetUtcNow());
            shares.Leave(domain);
            Admit(domain, limit);
            foreach (string sister in shares.SistersOf(domain, full))
            {
                if (known.TryGetValue(sister, out var other) && other.Waiting.Count > 0)
                    Admit(sister, other); // they wait for the provider's place, not for their own
            }

            if (limit.IsIdle && (limit.IsFresh || known.Count > MaxRemembered))
                known.Remove(domain);
        }
    }

    /// <summary>A host takes the domain's mail: from now on the profile of its provider holds for it.</summary>
    public void Learn(string domain, string host)
    {
        lock (gate)
            shares.Learn(domain, host);
    }

    /// <summary>Takes one message from what the provider takes in a minute.</summary>
    /// <returns>How long it has to wait for its turn.</returns>
    public TimeSpan TakeMessage(string domain)
    {
        lock (gate)
            return shares.OfDomain(domain)?.Take(clock.GetUtcNow()) ?? TimeSpan.Zero;
    }

    /// <summary>A message did not go after all.</summary>
    public void ReturnMessage(string domain)
    {
        lock (gate)
            shares.OfDomain(domain)?.Return();
    }

    private void Admit(string domain, DestinationLimit limit)
    {
        while (!limit.IsFull && limit.Waiting.Count > 0 && shares.TryEnter(domain))
        {
            var turn = limit.Waiting.Dequeue();
            if (turn.TrySetResult())
                limit.Enter();
            else
                shares.Leave(domain);
        }

        Note(domain, limit);
    }

    private DestinationLimit Of(string domain)
    {
        if (!known.TryGetValue(domain, out var limit))
            known[domain] = limit = new DestinationLimit(options);
        return limit;
    }

    private void Note(string domain, DestinationLimit limit)
    {
        if (limit.IsFull || limit.Waiting.Count > 0)
            full.Add(domain);
        else
            full.Remove(domain);
    }
}
