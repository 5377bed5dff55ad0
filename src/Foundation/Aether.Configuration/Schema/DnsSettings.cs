using Aether.Configuration.Model;

namespace Aether.Configuration.Schema;

/// <summary>Name resolution.</summary>
public sealed record DnsSettings
{
    [Setting("Resolvers to ask; empty: the system's.")]
    public IReadOnlyList<ResolverSettings> Resolvers { get; init; } = [];

    [Setting("Zones that may be changed: by \"aether domain dns --publish\", to prove names to an ACME authority, and to follow the keys of certificates. RFC 2136.")]
    public IReadOnlyList<DnsUpdateSettings> Updates { get; init; } = [];

    [Setting("Program that publishes a record where no zone above covers it; called with add, add-first or replace, name, type, seconds to live and value. Empty: none.")]
    public string PublishCommand { get; init; } = "";
}
