namespace Aether.Admin.Contracts;

/// <summary>Gives a domain to a tenant, or with null to nobody.</summary>
public sealed record SetTenantRequest(string? Tenant);
