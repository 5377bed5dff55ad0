namespace Aether.Admin.Contracts;

/// <summary>Asks for a tenant.</summary>
public sealed record AddTenantRequest(string Name);
