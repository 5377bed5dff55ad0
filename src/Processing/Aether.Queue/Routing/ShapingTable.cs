using System.IO.Enumeration;
using Aether.Queue.Settings;

namespace Aether.Queue.Routing;

/// <summary>Finds the profile of a destination: by its domain, or by a host that takes its mail.</summary>
public sealed class ShapingTable(IReadOnlyList<ShapingProfile> profiles)
{
    public bool IsEmpty => profiles.Count == 0;

    public ShapingProfile? OfDomain(string domain) => profiles.FirstOrDefault(profile => profile.Domains.Any(pattern => FileSystemName.MatchesSimpleExpression(pattern, domain)));

    public ShapingProfile? OfHost(string host) => profiles.FirstOrDefault(profile => profile.Hosts.Any(pattern => FileSystemName.MatchesSimpleExpression(pattern, host.TrimEnd('.'))));
}
