namespace Aether.Identity.Logins;

/// <summary>How many failures an address may have.</summary>
/// <param name="FailuresPerMinute">Of one IPv4 address or IPv6 /64.</param>
/// <param name="FailuresPerDay">Of one IPv4 address or IPv6 /64.</param>
/// <param name="CacheFor">How long a verified password is known without hashing it again.</param>
/// <param name="Hashing">Passwords hashed at a time; further attempts wait.</param>
/// <param name="HashingQueue">Attempts that may wait for that; more are put off.</param>
public sealed record LoginLimits(int FailuresPerMinute = 10, int FailuresPerDay = 50, TimeSpan CacheFor = default, int Hashing = 0, int HashingQueue = 256)
{
    public static readonly TimeSpan DefaultCacheFor = TimeSpan.FromMinutes(10);
}
