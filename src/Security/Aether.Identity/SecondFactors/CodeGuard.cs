using System.Collections.Concurrent;
using System.Globalization;
using Aether.Storage;
using Aether.Storage.Limits;

namespace Aether.Identity.SecondFactors;

/// <summary>
/// Bounds the wrong codes of an account, from wherever they come and on all nodes together: six digits are soon tried. Only who has the password
/// gets so far, so that nobody else can lock its owner out; programs that are let in already go on.
/// </summary>
public sealed class CodeGuard : IDisposable
{
    private const string CounterName = "second-factor-failures";

    /// <summary>Wrong codes in a window. 40 an hour find one of a million, three of which are good, in years.</summary>
    private const int Most = 10;

    private const int MaxAccounts = 100_000;

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(15);

    private readonly CountFeed others;
    private readonly TimeProvider clock;
    private readonly ConcurrentDictionary<long, (int Failures, DateTimeOffset Since)> failed = new();

    public CodeGuard(CountFeed others, TimeProvider clock)
    {
        (this.others, this.clock) = (others, clock);
        others.Heard += OnHeard;
    }

    /// <summary>Whether no further code is looked at for now.</summary>
    public bool IsFull(AccountId account) => failed.TryGetValue(account.Value, out var seen) && seen.Failures >= Most && clock.GetUtcNow() - seen.Since < Window;

    public void Failed(AccountId account)
    {
        Count(account.Value);
        others.Tell(CounterName, account.Value.ToString(CultureInfo.InvariantCulture), 1);
    }

    public void Dispose() => others.Heard -= OnHeard;

    private void OnHeard(string counter, string key, int count)
    {
        if (counter == CounterName && long.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out long account))
            Count(account);
    }

    private void Count(long account)
    {
        if (failed.Count >= MaxAccounts)
            failed.Clear();
        var now = clock.GetUtcNow();
        failed.AddOrUpdate(account, static (_, now) => (1, now), static (_, seen, now) => now - seen.Since >= Window ? (1, now) : (seen.Failures + 1, seen.Since), now);
    }
}
