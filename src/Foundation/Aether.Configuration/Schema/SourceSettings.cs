using Aether.Configuration.Model;

namespace Aether.Configuration.Schema;

/// <summary>A pool of addresses that deliveries go out from.</summary>
public sealed record SourceSettings
{
    [Setting("What routes and queue.source call it.")]
    public string Name { get; init; } = "default";

    [Setting("Its addresses.")]
    public IReadOnlyList<SourceAddressSettings> Addresses { get; init; } = [];
}
