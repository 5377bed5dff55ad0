namespace Aether.Admin.Contracts;

/// <summary>A tenant with its domains.</summary>
/// <param name="Quota">What its accounts may store together, or null.</param>
public sealed record TenantView(string Name, IReadOnlyList<string> Domains, QuotaView? Quota);
