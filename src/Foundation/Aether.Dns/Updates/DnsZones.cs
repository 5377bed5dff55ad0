namespace Aether.Dns.Updates;

/// <summary>The zones that may be changed; of several that hold a name the longest is the one.</summary>
public sealed class DnsZones(IReadOnlyList<DnsUpdater> zones)
{
    public bool AreNone => zones.Count == 0;

    /// <returns>Null: none of them holds the name.</returns>
    public DnsUpdater? Find(string name) => zones.Where(zone => IsWithin(name, zone.Zone)).MaxBy(static zone => zone.Zone.Length);

    private static bool IsWithin(string name, string zone) =>
        name.EndsWith(zone, StringComparison.OrdinalIgnoreCase) && (name.Length == zone.Length || name[^(zone.Length + 1)] == '.');
}
