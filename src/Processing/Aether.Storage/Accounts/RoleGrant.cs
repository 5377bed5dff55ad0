namespace Aether.Storage.Accounts;

/// <summary>What an account may do beside reading its own mail, as a row; <c>Aether.Identity</c> knows what the names mean.</summary>
/// <param name="Role">A role, or a single permission.</param>
/// <param name="Domain">In which domain; empty: everywhere.</param>
public sealed record RoleGrant(string Address, string Role, string Domain);
