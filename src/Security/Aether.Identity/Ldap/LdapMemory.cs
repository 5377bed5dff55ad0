using System.Collections.Concurrent;

namespace Aether.Identity.Ldap;

/// <summary>What a directory said a while ago, that there is nobody included. Bounded, whatever is asked.</summary>
/// <param name="found">How long what is there is believed.</param>
/// <param name="missing">How long it is believed that nothing is there.</param>
internal sealed class LdapMemory<T>(TimeSpan found, TimeSpan missing, TimeProvider clock)
    where T : class
{
    private const int Most = 50_000;

    private readonly ConcurrentDictionary<string, (T? Value, DateTimeOffset Until)> known = new(StringComparer.Ordinal);

    /// <returns>False: it has to be asked.</returns>
    public bool TryFind(string key, out T? value)
    {
        bool isKnown = known.TryGetValue(key, out var entry) && clock.GetUtcNow() < entry.Until;
        value = isKnown ? entry.Value : null;
        return isKnown;
    }

    public void Keep(string key, T? value)
    {
        if (known.Count >= Most)
            known.Clear();
        known[key] = (value, clock.GetUtcNow() + (value is null ? missing : found));
    }
}
