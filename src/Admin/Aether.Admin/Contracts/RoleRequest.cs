namespace Aether.Admin.Contracts;

/// <summary>A role for an account.</summary>
/// <param name="Domain">In which domain; null: everywhere.</param>
public sealed record RoleRequest(string Role, string? Domain);
