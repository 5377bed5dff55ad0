using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace Aether.Storage.Changes;

/// <summary>
/// Tells who listens that an account changed, after the commit and in commit order. What changed is read from the
/// store: the hints of other nodes come in by the same way and are no more than hints.
/// </summary>
public sealed class ChangeFeed
{
    private readonly ConcurrentDictionary<AccountId, ImmutableArray<Action<ChangeHint>>> listeners = new();

    /// <summary>Raised for each change committed by this node, on the committing thread: other nodes want to hear of it.</summary>
    internal event Action<ChangeHint>? Committed;

    /// <summary>Raised when an account gets its first listener here, or has lost its last one.</summary>
    internal event Action<AccountId, Interest>? InterestChanged;

    /// <summary>The accounts that somebody here listens to.</summary>
    internal ICollection<AccountId> Listened => listeners.Keys;

    /// <summary>Calls <paramref name="heard"/> for each change of <paramref name="account"/> until the result is disposed.</summary>
    /// <param name="heard">Runs on the committing thread: it must only note the news and wake somebody.</param>
    public IDisposable Subscribe(AccountId account, Action<ChangeHint> heard)
    {
        while (true)
        {
            if (listeners.TryAdd(account, [heard]))
            {
                InterestChanged?.Invoke(account, Interest.Begun);
                break;
            }

            if (listeners.TryGetValue(account, out var all) && listeners.TryUpdate(account, all.Add(heard), all))
                break;
        }

        return new Subscription(this, account, heard);
    }

    /// <summary>A change was committed here.</summary>
    internal void Publish(ChangeHint hint)
    {
        Hear(hint);
        Committed?.Invoke(hint);
    }

    /// <summary>Another node tells of a change.</summary>
    internal void Hear(ChangeHint hint)
    {
        if (!listeners.TryGetValue(hint.Account, out var all))
            return;
        foreach (var heard in all)
            heard(hint);
    }

    private void Unsubscribe(AccountId account, Action<ChangeHint> heard)
    {
        while (listeners.TryGetValue(account, out var all))
        {
            var rest = all.Remove(heard);
            if (!rest.IsEmpty)
            {
                if (listeners.TryUpdate(account, rest, all))
                    return;
            }
            else if (listeners.TryRemove(new(account, all)))
            {
                InterestChanged?.Invoke(account, Interest.Ended);
                return;
            }
        }
    }

    private sealed class Subscription(ChangeFeed feed, AccountId account, Action<ChangeHint> heard) : IDisposable
    {
        private Action<ChangeHint>? heard = heard;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref heard, null) is { } once)
                feed.Unsubscribe(account, once);
        }
    }
}
