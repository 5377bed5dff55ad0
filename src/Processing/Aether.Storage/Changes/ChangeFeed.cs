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

    /// <summary>Calls <paramref name="heard"/> for each change of <paramref name="account"/> until the result is disposed.</summary>
    /// <param name="heard">Runs on the committing thread: it must only note the news and wake somebody.</param>
    public IDisposable Subscribe(AccountId account, Action<ChangeHint> heard)
    {
        listeners.AddOrUpdate(account, static (_, added) => [added], static (_, all, added) => all.Add(added), heard);
        return new Subscription(this, account, heard);
    }

    internal void Publish(ChangeHint hint)
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
            if (rest.IsEmpty ? listeners.TryRemove(new(account, all)) : listeners.TryUpdate(account, rest, all))
                return;
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
