namespace Aether.Storage.Quotas;

/// <summary>Someone who has domains here.</summary>
/// <param name="Domains">The domains, by name.</param>
/// <param name="Usage">The quota they share, or null.</param>
public sealed record Tenant(string Name, IReadOnlyList<string> Domains, QuotaUsage? Usage);
