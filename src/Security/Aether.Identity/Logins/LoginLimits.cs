namespace Aether.Identity.Logins;

/// <summary>How many failures an address may have.</summary>
/// <param name="FailuresPerMinute">Of one IPv4 address or IPv6 /64.</param>
/// <param name="FailuresPerDay">Of one IPv4 address or IPv6 /64.</param>
/// <param name="CacheFor">How long a verified password is known without hashing it again.</param>
/// <param name="Hashing">Passwords hashed at a time; further attempts wait.</param>
/// <param name="HashingQueue">Attempts that may wait for that; more are put off.</param>
public sealed record LoginLimits(int FailuresPerMinute = 10, int FailuresPerDay = 50, TimeSpan CacheFor = default, int Hashing = 0, int HashingQueue = 256)
{
    /// <summary>Failures on one account before attempts on it have to wait.</summary>
    public int SlowAfter { get; init; } = 20;

    /// <summary>The longest that an attempt has to wait for that.</summary>
    public TimeSpan SlowestWait { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Refusals are told a whole number of these after their attempt began, so that nothing can be read from their time; zero: at once.</summary>
    public TimeSpan RefusalStep { get; init; }

    /// <summary>Failures of one address in a day, those that were put off included, before it is banned; 0: never.</summary>
    public int BanAfter { get; init; } = 100;

    /// <summary>How long such a ban lasts.</summary>
    public TimeSpan BanFor { get; init; } = TimeSpan.FromHours(1);

    public static readonly TimeSpan DefaultCacheFor = TimeSpan.FromMinutes(10);
}
