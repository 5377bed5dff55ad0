using System.Net;

namespace Aether.Queue.Settings;

/// <summary>Where mail goes that the DNS alone does not decide.</summary>
public sealed record RoutingOptions
{
    /// <summary>The first rule that fits a domain wins; none: by MX.</summary>
    public IReadOnlyList<RouteRule> Rules { get; init; } = [];

    /// <summary>Where connections come from that no rule says it of; null: the system chooses.</summary>
    public SourcePool? Source { get; init; }

    /// <summary>The port of hosts found by MX.</summary>
    public int Port { get; init; } = 25;

    /// <summary>Our own addresses: an exchanger there is ourselves.</summary>
    public IReadOnlyList<IPAddress> OwnAddresses { get; init; } = [];

    /// <summary>Loopback, private and link-local networks that hosts found by MX may lie in. Configured hosts may lie anywhere.</summary>
    public IReadOnlyList<IPNetwork> AllowedNetworks { get; init; } = [];

    /// <summary>Hosts of one domain that are tried in one attempt (case R06).</summary>
    public int MaxHosts { get; init; } = 10;

    public int MaxAddressesPerHost { get; init; } = 4;
}
