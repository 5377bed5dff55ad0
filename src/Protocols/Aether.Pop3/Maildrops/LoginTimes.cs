using System.Collections.Concurrent;
using Aether.Storage;

namespace Aether.Pop3.Maildrops;

/// <summary>When each account logged in last, for LOGIN-DELAY. RFC 2449 §6.5.</summary>
internal sealed class LoginTimes(TimeSpan delay, TimeProvider clock)
{
    /// <summary>Accounts remembered; past that those whose delay is over are forgotten.</summary>
    private const int MaxAccounts = 100_000;

    private readonly ConcurrentDictionary<AccountId, DateTimeOffset> last = new();

    /// <summary>False when the account was here less than the delay ago.</summary>
    public bool TryEnter(AccountId account)
    {
        if (delay <= TimeSpan.Zero)
            return true;
        var now = clock.GetUtcNow();
        if (last.TryGetValue(account, out var before) && now - before < delay)
            return false;
        if (last.Count >= MaxAccounts)
            Forget(now);
        last[account] = now;
        return true;
    }

    private void Forget(DateTimeOffset now)
    {
        foreach (var (account, time) in last)
        {
            if (now - time >= delay)
                last.TryRemove(account, out _);
        }
    }
}
