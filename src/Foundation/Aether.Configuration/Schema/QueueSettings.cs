using System.Net;
using Aether.Configuration.Model;

namespace Aether.Configuration.Schema;

/// <summary>Delivery to other servers.</summary>
public sealed record QueueSettings
{
    [Setting("Deliveries at a time, all destinations together.", Min = "1", Max = "10000")]
    public int MaxDeliveries { get; init; } = 100;

    [Setting("Port of the mail exchangers of other domains: 25, unless you test.", Min = "1", Max = "65535")]
    public int Port { get; init; } = 25;

    [Setting("Private networks that mail exchangers found by DNS may lie in. Hosts named in routes may lie anywhere.")]
    public IReadOnlyList<IPNetwork> AllowedNetworks { get; init; } = [];
}
