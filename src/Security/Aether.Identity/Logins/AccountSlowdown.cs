using System.Collections.Concurrent;
using Aether.Storage.Limits;

namespace Aether.Identity.Logins;

/// <summary>
/// Makes attempts on an account wait once it has seen many failures, from wherever they come: each further failure doubles the
/// wait up to a bound. A guesser with many addresses gets a few tries a minute; the owner waits, and is never locked out. Names
/// that are no account are slowed alike (case A01).
/// </summary>
internal sealed class AccountSlowdown : IDisposable
{
    private const string CounterName = "account-failures";

    /// <summary>Names remembered; past that all are forgotten, so that invented ones can't fill the memory.</summary>
    private const int MaxNames = 100_000;

    /// <summary>After so long without a failure an account starts anew.</summary>
    private static readonly TimeSpan Forgotten = TimeSpan.FromMinutes(15);

    private readonly LoginLimits limits;
    private readonly CountFeed others;
    private readonly TimeProvider clock;
    private readonly ConcurrentDictionary<string, (int Failures, DateTimeOffset Last)> failed = new(StringComparer.Ordinal);

    public AccountSlowdown(LoginLimits limits, CountFeed others, TimeProvider clock)
    {
        (this.limits, this.others, this.clock) = (limits, others, clock);
        others.Heard += OnHeard;
    }

    /// <summary>How long an attempt has to wait.</summary>
    public TimeSpan WaitOf(string address)
    {
        if (!failed.TryGetValue(address, out var seen) || clock.GetUtcNow() - seen.Last > Forgotten || seen.Failures < limits.SlowAfter)
            return TimeSpan.Zero;
        double seconds = Math.Pow(2, Math.Min(seen.Failures - limits.SlowAfter, 30));
        return seconds < limits.SlowestWait.TotalSeconds ? TimeSpan.FromSeconds(seconds) : limits.SlowestWait;
    }

    public void Failed(string address)
    {
        Count(address);
        if (!address.Contains(' ', StringComparison.Ordinal))
            others.Tell(CounterName, address, 1);
    }

    /// <summary>The right password: what was tried before is forgiven.</summary>
    public void Succeeded(string address) => failed.TryRemove(address, out _);

    public void Dispose() => others.Heard -= OnHeard;

    private void OnHeard(string counter, string key, int count)
    {
        if (counter == CounterName)
            Count(key);
    }

    private void Count(string address)
    {
        if (failed.Count >= MaxNames)
            failed.Clear();
        var now = clock.GetUtcNow();
        failed.AddOrUpdate(address, static (_, now) => (1, now), static (_, seen, now) => now - seen.Last > Forgotten ? (1, now) : (seen.Failures + 1, now), now);
    }
}
