using Aether.Configuration.Model;

namespace Aether.Configuration.Schema;

/// <summary>Name resolution.</summary>
public sealed record DnsSettings
{
    [Setting("Resolvers to ask; empty: the system's.")]
    public IReadOnlyList<ResolverSettings> Resolvers { get; init; } = [];

    [Setting("Zones that \"aether domain dns --publish\" may change. RFC 2136.")]
    public IReadOnlyList<DnsUpdateSettings> Updates { get; init; } = [];

    [Setting("Program that publishes a record where no zone above covers it; called with add, add-first or replace, name, type, seconds to live and value. Empty: none.")]
    public string PublishCommand { get; init; } = "";
}
