using Aether.Configuration.Model;

namespace Aether.Configuration.Schema;

/// <summary>Name resolution.</summary>
public sealed record DnsSettings
{
    [Setting("Resolvers to ask; empty: the system's.")]
    public IReadOnlyList<ResolverSettings> Resolvers { get; init; } = [];
}
